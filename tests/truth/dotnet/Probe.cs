using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

/** Asks for assemblies and handlers as Lambda's client does, and says a line for each: where it is, or what fails. */
public class Probe {
    const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.NonPublic | BindingFlags.Public
        | BindingFlags.Instance | BindingFlags.Static;

    public static void Main(string[] words) {
        foreach (string word in words) {
            Console.WriteLine(word + "\t" + Answer(word));
        }
    }

    static string Answer(string word) {
        try {
            return word.Contains("::") ? Handler(word) : Assembly.Load(new AssemblyName(word)).Location;
        } catch (TargetInvocationException error) {
            return "!" + error.InnerException.GetType().Name;
        } catch (Exception error) {
            return "!" + error.GetType().Name;
        }
    }

    static string Handler(string handler) {
        string[] parts = handler.Split(new[] { "::" }, 3, StringSplitOptions.None);
        Assembly assembly = Assembly.Load(new AssemblyName(parts[0].Trim()));
        Type type = assembly.GetType(parts[1].Trim());
        if (type == null) return "!no type";
        MethodInfo method = null;
        for (Type each = type; each != null && method == null; each = each.BaseType) {
            method = each.GetMethod(parts[2].Trim(), All);
        }
        if (method == null) return "!no method";
        if (method.IsAbstract || method.IsGenericMethod || type.IsGenericType) return "!not callable";
        string refused = Refused(method);
        if (refused != null) return refused;
        if (!method.IsStatic) {
            if (type.IsAbstract) return "!abstract type";
            Activator.CreateInstance(type);
        }
        bool serialized = HasSerializer(method.GetCustomAttributes()) || HasSerializer(assembly.GetCustomAttributes());
        return Built(method, serialized) ?? method.DeclaringType.Assembly.Location;
    }

    static string Refused(MethodInfo method) {
        bool isAsync = method.GetCustomAttribute(typeof(AsyncStateMachineAttribute)) != null;
        if (isAsync && method.ReturnType == typeof(void)) return "!async void";
        foreach (ParameterInfo parameter in method.GetParameters()) {
            if (parameter.GetCustomAttribute(typeof(ParamArrayAttribute)) != null) return "!any number";
        }
        return null;
    }

    static bool HasSerializer(IEnumerable<Attribute> attributes) {
        bool found = false;
        foreach (Attribute each in attributes) {
            if (each.GetType().FullName == "Amazon.Lambda.Core.LambdaSerializerAttribute") found = true;
        }
        return found;
    }

    static string Built(MethodInfo method, bool serialized) {
        ParameterInfo[] taken = method.GetParameters();
        if (taken.Length > 2) return "!too many";
        bool context = taken.Length == 1 && IsContext(taken[0].ParameterType);
        if (taken.Length > 0 && !context && taken[0].ParameterType != typeof(Stream) && !serialized) return "!no serializer";
        Type made = method.ReturnType;
        if (made.IsConstructedGenericType && made.GetGenericTypeDefinition() == typeof(Task<>)) {
            made = made.GenericTypeArguments[0];
        } else if (made == typeof(void) || typeof(Task).IsAssignableFrom(made)) {
            return null;
        }
        return typeof(Stream).IsAssignableFrom(made) || serialized ? null : "!no serializer";
    }

    static bool IsContext(Type type) {
        return type.FullName == "Amazon.Lambda.Core.ILambdaContext";
    }
}
