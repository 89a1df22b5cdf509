// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The promise of a module as text: every exported type a user can name, with its supertypes and
 * members.
 *
 * <p>The text is stable: packages, types and members are sorted, names are full except for those in
 * {@code java.lang}, and what does not bind callers (parameter names, {@code synchronized}) is left
 * out.
 */
final class ApiSignatures {
  private static final Pattern OURS = Pattern.compile("\\borg\\.packetloom(\\.[\\w$]+)+");

  private final ClassLoader loader;
  private final Path classes;
  private final List<String> lines = new ArrayList<>();

  private ApiSignatures(Path classes, ClassLoader loader) {
    this.classes = classes;
    this.loader = loader;
  }

  /** The lines for the module whose class files, descriptor included, are below {@code classes}. */
  static List<String> of(Path classes, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    var signatures = new ApiSignatures(classes, loader);
    for (var exported : exports(classes)) {
      signatures.addPackage(exported);
    }
    return signatures.lines;
  }

  /** The lines for one type, and nothing about those nested in it. */
  static List<String> of(Class<?> type) {
    var signatures = new ApiSignatures(Path.of(""), type.getClassLoader());
    signatures.addType(type);
    return signatures.lines;
  }

  /** Our types that members in {@code lines} name although no line declares them. */
  static Set<String> leaks(List<String> lines) {
    var named = new TreeSet<String>();
    var declared = new TreeSet<String>();
    for (var line : lines) {
      boolean member = line.startsWith("  ") && !line.startsWith("   ");
      if (member) {
        OURS.matcher(line.replace("...", "")).results().forEach(match -> named.add(match.group()));
      } else if (!line.startsWith(" ")) {
        OURS.matcher(line).results().limit(1).forEach(match -> declared.add(match.group()));
      }
    }
    named.removeAll(declared);
    return named;
  }

  private static Set<String> exports(Path classes) throws IOException {
    try (var bytes = Files.newInputStream(classes.resolve("module-info.class"))) {
      var names = new TreeSet<String>();
      for (var exported : ModuleDescriptor.read(bytes).exports()) {
        if (!exported.isQualified()) {
          names.add(exported.source());
        }
      }
      return names;
    }
  }

  private void addPackage(String name) throws IOException, ClassNotFoundException {
    var folder = classes.resolve(name.replace('.', '/'));
    lines.add("package " + name);
    lines.add("");
    try (var files = Files.list(folder)) {
      for (var file : files.map(path -> path.getFileName().toString()).sorted().toList()) {
        if (file.endsWith(".class") && !file.equals("package-info.class")) {
          var simpleName = file.substring(0, file.length() - ".class".length());
          addIfVisible(Class.forName(name + "." + simpleName, false, loader));
        }
      }
    }
  }

  private void addIfVisible(Class<?> type) {
    for (var outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (outer.isAnonymousClass() || outer.isLocalClass() || !isVisible(outer.getModifiers())) {
        return;
      }
    }
    addType(type);
    lines.add("");
  }

  private void addType(Class<?> type) {
    var text = new SignatureText(type);
    addAnnotations("", type);
    lines.add(text.header());
    text.supertypes().forEach(line -> lines.add("    " + line));
    if (type.isRecord()) {
      for (var component : type.getRecordComponents()) {
        lines.add(
            "  component "
                + SignatureText.of(component.getAnnotatedType())
                + " "
                + component.getName());
      }
    }
    addFields(type);
    addConstructors(type);
    addMethods(type);
  }

  private void addFields(Class<?> type) {
    for (var field :
        type.getDeclaredFields()) { // enum constants stay in their order, which is part of the
      // promise
      if (field.isEnumConstant()) {
        lines.add("  constant " + field.getName());
      }
    }
    var fields = new ArrayList<>(List.of(type.getDeclaredFields()));
    fields.removeIf(
        field -> field.isEnumConstant() || field.isSynthetic() || !isVisible(field.getModifiers()));
    fields.sort(Comparator.comparing(field -> field.getName()));
    for (var field : fields) {
      addAnnotations("  ", field);
      lines.add("  field " + SignatureText.of(field));
    }
  }

  private void addConstructors(Class<?> type) {
    var constructors = new ArrayList<>(List.of(type.getDeclaredConstructors()));
    constructors.removeIf(
        constructor -> constructor.isSynthetic() || !isVisible(constructor.getModifiers()));
    constructors.sort(Comparator.comparing(SignatureText::of));
    for (var constructor : constructors) {
      addAnnotations("  ", constructor);
      lines.add("  constructor " + SignatureText.of(constructor));
    }
  }

  private void addMethods(Class<?> type) {
    var methods = new ArrayList<>(List.of(type.getDeclaredMethods()));
    for (var hidden = type.getSuperclass(); isHidden(hidden); hidden = hidden.getSuperclass()) {
      methods.addAll(List.of(hidden.getDeclaredMethods())); // users see these as members of `type`
    }
    methods.removeIf(method -> method.isSynthetic() || !isVisible(method.getModifiers()));
    methods.sort(Comparator.comparing(SignatureText::sortKey));
    for (var method : methods) {
      addAnnotations("  ", method);
      lines.add("  method " + SignatureText.of(method));
    }
  }

  private void addAnnotations(String indent, AnnotatedElement element) {
    var deprecated = element.getAnnotation(Deprecated.class);
    if (deprecated != null) {
      lines.add(indent + "@Deprecated" + (deprecated.forRemoval() ? "(forRemoval)" : ""));
    }
    if (element.isAnnotationPresent(FunctionalInterface.class)) {
      lines.add(indent + "@FunctionalInterface");
    }
  }

  private static boolean isHidden(Class<?> type) {
    return type != null
        && type.getName().startsWith("org.packetloom.")
        && !isVisible(type.getModifiers());
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
