import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Loads classes as Lambda's class loader does, and says where each came from and what could be called. */
public class Probe {
    public static void main(String[] words) throws Exception {
        ClassLoader loader = new URLClassLoader(urls(words[0], words[1]), ClassLoader.getSystemClassLoader());
        for (String word : Arrays.copyOfRange(words, 2, words.length)) {
            System.out.println(word + " " + answer(loader, word));
        }
    }

    private static URL[] urls(String task, String opt) throws Exception {
        List<URL> found = new ArrayList<>();
        found.add(new File(task).toURI().toURL());
        for (String folder : new String[] {task + "/lib", opt + "/java/lib"}) {
            String[] names = new File(folder).list();
            if (names != null) {
                Arrays.sort(names);
                for (String name : names) {
                    if (name.endsWith(".jar")) {
                        found.add(new File(folder, name).toURI().toURL());
                    }
                }
            }
        }
        return found.toArray(new URL[0]);
    }

    private static String answer(ClassLoader loader, String word) {
        String[] parts = word.split("::");
        try {
            Class<?> found = Class.forName(parts[0], false, loader);
            if (parts.length == 1) {
                String place = found.getProtectionDomain().getCodeSource().getLocation().getPath();
                return place.endsWith("/") ? "folder" : new File(place).getName();
            }
            return callable(found, parts[1]);
        } catch (Throwable error) {
            return error.getClass().getSimpleName();
        }
    }

    private static String callable(Class<?> type, String name) throws Exception {
        Method method = null;
        for (Method each : type.getMethods()) {
            method = each.getName().equals(name) ? each : method;
        }
        if (method == null) {
            return "no-method";
        }
        if (!Modifier.isStatic(method.getModifiers())) {
            try {
                Constructor<?> made = type.getConstructor();
                made.newInstance();
            } catch (NoSuchMethodException error) {
                return "no-constructor";
            } catch (InstantiationException error) {
                return "abstract";
            }
        }
        return "callable";
    }
}
