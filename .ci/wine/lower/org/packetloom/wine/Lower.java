// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes classes that were compiled for Java 25 ready to run on a Java 21 runtime, for tests alone.
 *
 * <p>{@code Lower JAVA-HOME STAND-INS LIBRARIES OUT REPORT IN...} lowers the classes of each folder
 * IN, {@code MODULE/target/NAME}, into {@code OUT/MODULE/NAME}, and copies all other files. What
 * has not changed since the last time is left as it is. Left out are descriptors of modules, and
 * classes that use previews of Java 25, such as structured concurrency. REPORT tells what was
 * replaced, and what the classes refer to that the runtime in JAVA-HOME does not have; if the
 * product itself does, this fails.
 */
final class Lower {
  // Descriptors of modules: tests run on the class path.
  private static final Pattern LEFT_OUT = Pattern.compile("(.*/)?module-info\\.class");

  private final Path standIns;
  private final Path out;
  private final ClassLowering lowering;
  private final FileTime toolTime;
  private final Set<Path> kept = new HashSet<>();
  private final List<Path> classes = new ArrayList<>();
  private final Set<String> product = new HashSet<>();
  private int lowered;

  private Lower(Path standIns, Path out, ClassLoader types) throws IOException {
    this.standIns = standIns;
    this.out = out;
    this.lowering = new ClassLowering(new Replacements(standIns, types), types);
    this.toolTime = Files.getLastModifiedTime(standIns);
  }

  public static void main(String[] arguments) throws IOException {
    var paths = Arrays.stream(arguments).map(Path::of).toList();
    var ins = new ArrayList<>(paths.subList(5, paths.size()));
    ins.removeIf(Files::notExists);
    ins.add(paths.get(1));
    try (var types = loader(ins, paths.get(2));
        var image = new JavaImage(paths.getFirst())) {
      var lower = new Lower(paths.get(1), paths.get(3), types);
      for (var in : ins) {
        lower.lowerFolder(in);
      }
      if (!lower.report(image, paths.get(4))) {
        System.exit(1);
      }
    }
  }

  private static URLClassLoader loader(List<Path> folders, Path libraries) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (var folder : folders) {
      urls.add(folder.toUri().toURL());
    }
    try (var jars = Files.newDirectoryStream(libraries, "*.jar")) {
      for (var jar : jars) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new));
  }

  private void lowerFolder(Path in) throws IOException {
    var to = out.resolve(in.toString().replace("target/", ""));
    try (var files = Files.walk(in)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = in.relativize(file).toString();
        if (!LEFT_OUT.matcher(name).matches()) {
          lowerFile(in, name, to);
        }
      }
    }
    removeOthers(to);
  }

  private void lowerFile(Path in, String name, Path folder) throws IOException {
    var file = in.resolve(name);
    var to = folder.resolve(name);
    boolean isClass = name.endsWith(".class");
    if (isClass && usesPreviews(file)) {
      return;
    }
    kept.add(to);
    if (isClass) {
      classes.add(to);
      if (in.endsWith("classes")) {
        product.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
      }
    }
    if (isUpToDate(file, to)) {
      return;
    }
    Files.createDirectories(to.getParent());
    if (isClass) {
      lowered++;
      var original = Files.readAllBytes(file);
      Files.write(
          to, file.startsWith(standIns) ? lowering.head(original) : lowering.lower(original));
    } else {
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Whether a class was compiled with previews: they were others in Java 21. */
  private static boolean usesPreviews(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(6)).getShort(4) == -1;
    }
  }

  private boolean isUpToDate(Path file, Path to) throws IOException {
    if (!Files.exists(to)) {
      return false;
    }
    var time = Files.getLastModifiedTime(to);
    return time.compareTo(Files.getLastModifiedTime(file)) > 0 && time.compareTo(toolTime) > 0;
  }

  private void removeOthers(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!kept.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Whether the product has all that it refers to. */
  private boolean report(JavaImage image, Path report) throws IOException {
    var references = new References(image);
    for (var type : classes) {
      references.add(ClassFile.of().parse(type));
    }
    references.look();
    var missing = references.missing();
    try (var to = new PrintWriter(Files.newBufferedWriter(report))) {
      references
          .replaced()
          .forEach((what, where) -> to.printf("replaced: by %s in %s%n", what, where));
      references.leftOut().forEach((what, where) -> to.printf("left out: %s in %s%n", what, where));
      missing.forEach((what, where) -> to.printf("missing: %s in %s%n", what, where));
    }
    missing.values().forEach(where -> where.retainAll(product));
    missing.values().removeIf(Set::isEmpty);
    missing.forEach((what, where) -> System.err.printf("Java 21 lacks %s in %s%n", what, where));
    if (lowered > 0) {
      System.err.printf("lowered %d of %d classes%n", lowered, classes.size());
    }
    return missing.isEmpty();
  }
}
