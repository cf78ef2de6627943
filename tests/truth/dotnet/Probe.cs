using System;
using System.Reflection;

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
        method.GetCustomAttribute(typeof(ObsoleteAttribute));
        foreach (ParameterInfo parameter in method.GetParameters()) {
            parameter.GetCustomAttribute(typeof(ParamArrayAttribute));
        }
        if (!method.IsStatic) {
            if (type.IsAbstract) return "!abstract type";
            Activator.CreateInstance(type);
        }
        foreach (Attribute each in method.GetCustomAttributes()) each.GetType();
        foreach (Attribute each in assembly.GetCustomAttributes()) each.GetType();
        return method.DeclaringType.Assembly.Location;
    }
}
