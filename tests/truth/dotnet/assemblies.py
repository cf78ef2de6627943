"""The sources of the assemblies that the stacks are made of; what is compiled as "B2" is an assembly B."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.truth.dotnet.running import compiled

VERSION = '[assembly: System.Reflection.AssemblyVersion("{}")]\n'
BASE = """
public class B { } public class BAttribute : System.Attribute { public BAttribute(System.Type type = null) { } }
public interface IB { } public interface IG<T> { } public class BG<T> { public void Inherited() { } }
public struct SB { int x; } public enum EB { One } public class BD : B { }
"""
MIDDLE = "public class CG<T> { public void Inherited() { } } public class C : B { public void InC() { } }"
CORE = """
namespace Amazon.Lambda.Core {
    public interface ILambdaContext { }
    public class LambdaSerializerAttribute : System.Attribute {
        public LambdaSerializerAttribute(System.Type type) { SerializerType = type; }
        public System.Type SerializerType { get; set; }
    }
}
"""
SERIALIZED = "[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof({}))]"
SHAPES = """
using System; using System.IO; using System.Threading.Tasks; using System.Collections.Generic; using Amazon.Lambda.Core;
public class Event { }
public class Shapes {
    public void Nothing() { } public Stream Streams(Stream x, ILambdaContext y) { return x; }
    public void Context(ILambdaContext x) { } public Task Waits(Stream x) { return null; }
    public Task<Stream> WaitsForStream(Stream x) { return null; } public MemoryStream Memory() { return null; }
    public string Text(string x) { return x; } public void Number(int x) { } public void Anything(object x) { }
    public void Own(Event x) { } public Event Made() { return null; } public void Many(int[] x) { }
    public Task<string> WaitsForText() { return null; } public Task<Event> WaitsForOwn(Stream x) { return null; }
    public void Second(Stream x, ILambdaContext y, int z) { } public void AnyNumber(params int[] x) { }
    public async void Forgets() { await Task.Yield(); } public async Task Awaits(Stream x) { await Task.Yield(); }
    [LambdaSerializer(typeof(Event))] public string Marked(string x) { return x; }
    public List<Event> Listed() { return null; } public Task<Dictionary<string, int>> Mapped() { return null; }
    public void Dated(DateTime x) { } public void Chosen(Choice x) { } public void Valued(Value x) { }
    public Choice? Perhaps() { return null; }
    public static string Still(string x) { return x; }
}
public enum Choice { One } public struct Value { }
public class Waits<T> { public Task<T> Result() { return null; } public void Takes(T x) { } }
public class WaitsForStreams : Waits<Stream> { }
"""
HANDLERS = """
using System; using System.Threading.Tasks; using System.Collections.Generic;
/* attributes */
public class Serializer { }
public class Plain { public void H() { } public static void S() { } internal void I() { } private static void P() { } }
public class Async { public async Task<int> H() { await Task.Yield(); return 1; } }
public class Extends : B { public void H() { } }
public class ExtendsMore : Extends { }
public class Implements : IB { public void H() { } }
public class ImplementsGeneric : IG<int> { public void H() { } }
public class OfGeneric : CG<int> { }
public class OfGenericWithMissing : CG<B> { public void H() { } }
public class FarGeneric : BG<int> { }
public class Far : C { }
public class Takes { public void H(B x) { } public void Other() { } }
public class TakesList { public void H(List<B> x) { } }
public class TakesArray { public void H(B[] x) { } }
public class TakesReference { public void H(ref B x) { } }
public class TakesDerived { public void H(Dictionary<string, BD> x) { } }
public class Returns { public B H() { return null; } }
public class ReturnsTask { public Task<B> H() { return null; } }
public class Marked { [B] public void H() { } public void Other() { } }
public class MarkedParameter { public void H([B] int x) { } }
[B] public class MarkedType { public void H() { } }
public class Uses { public void H() { new B(); } }
public class Holds { B b; B[] more; List<B> list; public B Property { get; set; } public void H() { } }
public class Awaits { public async Task H() { var x = await Task.FromResult(new B()); GC.KeepAlive(x); } }
public class HoldsValue { SB x; public void H() { } }
public class HoldsStatic { static SB x; public void H() { } }
public class HoldsPerhaps { SB? x; public void H() { } }
public class HoldsOther { KeyValuePair<int, B> x; public void H() { } }
public class HoldsConstant { const EB X = EB.One; public void H() { } }
public class HoldsHolder { HeldValue x; public void H() { } }
public struct HeldValue { SB x; }
public class Around { class Within : B { } public class Inner { public void H() { } public class Deep {
    public void H() { } } } public void H() { } }
public class Open<T> { public void H() { } }
public class OpenMethod { public void H<T>() { } }
public abstract class Abstract { public void H() { } public static void S() { } public abstract void A(); }
public class WantsMore { public WantsMore(int x) { } public void H() { } public static void S() { } }
public class Hidden { Hidden() { } public void H() { } }
public class Two { public void H() { } public void H(int x) { } }
public class TwoAbove : Two { }
public class Overrides : Plain { public new void H() { } }
public struct Value { public void H() { } }
public enum Kind { One }
public interface Face { void H(); }
class Near { public void H() { } }
static class Still { public static void H() { } }
"""
METHODS = [
    "Nothing", "Streams", "Context", "Waits", "WaitsForStream", "Memory", "Text", "Number", "Anything", "Own", "Made",
    "Many", "WaitsForText", "WaitsForOwn", "Second", "AnyNumber", "Forgets", "Awaits", "Marked", "Still", "Listed",
    "Mapped", "Dated", "Chosen", "Valued",
]  # fmt: skip
SHAPED = [*(f"App::Shapes::{name}" for name in METHODS), "App::WaitsForStreams::Result", "App::WaitsForStreams::Takes"]
TYPES = [
    "Plain", "Async", "Extends", "ExtendsMore", "Implements", "ImplementsGeneric", "OfGenericWithMissing", "Takes",
    "TakesList", "TakesArray", "TakesReference", "TakesDerived", "Returns", "ReturnsTask", "Marked", "MarkedParameter",
    "MarkedType", "Uses", "Holds", "HoldsValue", "HoldsStatic", "HoldsPerhaps", "HoldsOther", "HoldsConstant",
    "HoldsHolder", "Awaits", "Around", "Around+Inner", "Around+Inner+Deep", "Around.Inner", "Open`1", "Open",
    "OpenMethod", "Abstract", "WantsMore", "Hidden", "Two", "TwoAbove", "Overrides", "Value", "Face", "Near", "Still",
    "plain", "Nowhere",
]  # fmt: skip
UNKNOWN = "App::Plain::ToString"  #: what the runtime's own types have is not looked up
HANDLED = [
    *(f"App::{name}::H" for name in TYPES),
    *("App::Plain::S", "App::Plain::I", "App::Plain::P", "App::Plain::h", "App::Abstract::S", "App::Abstract::A"),
    *("App::WantsMore::S", "App::OfGeneric::Inherited", "App::FarGeneric::Inherited", "App::Far::InC"),
    *("App::Takes::Other", "App::Marked::Other", "App::OfGeneric::Nothing", "app::Plain::H", " App :: Plain :: H "),
    *(UNKNOWN, "Nowhere::Plain::H"),
]


@dataclass(frozen=True, slots=True)
class Made:
    file: str  #: name of the assembly
    source: str
    references: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()


def handlers(attributes: str) -> Made:
    return Made("App", HANDLERS.replace("/* attributes */", attributes), ("B2", "C", "Core"))


MADE: Mapping[str, Made] = {
    "A": Made("A", "public class A { }"),
    "B1": Made("B", VERSION.format("1.0.0.0") + BASE),
    "B2": Made("B", VERSION.format("2.0.0.0") + BASE),
    "B3": Made("B", VERSION.format("3.0.0.0") + BASE),
    "C": Made("C", MIDDLE, ("B2",)),
    "Core": Made("Amazon.Lambda.Core", CORE),
    "App": handlers(SERIALIZED.format("Serializer")),
    "Attributed": handlers("[assembly: B]" + SERIALIZED.format("Serializer")),
    "Elsewhere": handlers(SERIALIZED.format("B")),
    "Shapes": Made("App", SHAPES, ("Core",)),
    "Json": Made("System.Text.Json", VERSION.format("9.0.0.0") + "public class J { }"),
    "Lone": Made("App", "public class Plain { public void H() { } }"),
    "Small": Made("Small", "public class S { }", (), ("-platform:x86",)),
    "Wide": Made("Wide", "public class S { }", (), ("-platform:x64",)),
    "Arm": Made("Arm", "public class S { }", (), ("-platform:arm",)),
}  # fmt: skip


def make(folder: Path) -> Mapping[str, Path]:
    """All of them, in the order that their references want."""
    found: dict[str, Path] = {}
    for name, made in MADE.items():
        path = folder / name / f"{made.file}.dll"
        found[name] = compiled(made.source, path, [found[each] for each in made.references], made.switches)
    return found
