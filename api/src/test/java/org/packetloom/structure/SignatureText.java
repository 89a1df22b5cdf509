// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How {@link ApiSignatures} writes one declaration. */
final class SignatureText {
  private static final Pattern JAVA_LANG = Pattern.compile("\\bjava\\.lang\\.(?=@?[A-Z])");
  private static final Pattern JSPECIFY =
      Pattern.compile("@org\\.jspecify\\.annotations\\.(\\w+)\\(\\)");

  private final Class<?> type;

  SignatureText(Class<?> type) {
    this.type = type;
  }

  /** The declaration without its supertypes: {@code public final class org.packetloom.Deadline}. */
  String header() {
    var words = new ArrayList<String>();
    words.add(Modifier.toString(type.getModifiers() & ~keptOutOfHeaders()));
    words.add(type.isSealed() ? "sealed" : "");
    words.add(kind() + " " + type.getName() + typeParameters(type.getTypeParameters()));
    words.removeIf(String::isEmpty);
    return String.join(" ", words);
  }

  /** What follows the header, a line each. */
  List<String> supertypes() {
    var lines = new ArrayList<String>();
    if (type.getSuperclass() != null
        && type.getSuperclass() != Object.class
        && !type.isRecord()
        && !type.isEnum()) {
      lines.add("extends " + of(type.getAnnotatedSuperclass()));
    }
    Arrays.stream(type.getAnnotatedInterfaces())
        .map(SignatureText::of)
        .sorted()
        .forEach(line -> lines.add((type.isInterface() ? "extends " : "implements ") + line));
    if (type.isSealed() && !type.isEnum()) {
      Arrays.stream(type.getPermittedSubclasses())
          .map(Class::getName)
          .sorted()
          .forEach(line -> lines.add("permits " + line));
    }
    return lines;
  }

  static String of(AnnotatedType type) {
    return shortened(type.toString());
  }

  static String of(Field field) {
    var kept = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL;
    return Modifier.toString(field.getModifiers() & kept)
        + " "
        + of(field.getAnnotatedType())
        + " "
        + field.getName();
  }

  static String of(Constructor<?> constructor) {
    return modifiers(constructor)
        + typeParameters(constructor.getTypeParameters())
        + "<init>"
        + parameters(constructor);
  }

  static String of(Method method) {
    return (method.isDefault() ? "default " : "")
        + modifiers(method)
        + (method.getTypeParameters().length == 0
            ? ""
            : typeParameters(method.getTypeParameters()) + " ")
        + of(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + parameters(method);
  }

  /** Methods stand by name, then by the rest. */
  static String sortKey(Method method) {
    return method.getName() + parameters(method) + of(method);
  }

  private static String parameters(Executable executable) {
    var list =
        Arrays.stream(executable.getAnnotatedParameterTypes())
            .map(SignatureText::of)
            .collect(joining(", "));
    if (executable.isVarArgs()) {
      list = list.substring(0, list.length() - "[]".length()) + "...";
    }
    var thrown =
        Arrays.stream(executable.getAnnotatedExceptionTypes())
            .map(SignatureText::of)
            .sorted()
            .toList();
    return "(" + list + ")" + (thrown.isEmpty() ? "" : " throws " + String.join(", ", thrown));
  }

  private static String modifiers(Executable executable) {
    var kept =
        Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
    return Modifier.toString(executable.getModifiers() & kept) + " ";
  }

  private static String typeParameters(TypeVariable<?>[] variables) {
    if (variables.length == 0) {
      return "";
    }
    return Arrays.stream(variables)
        .map(SignatureText::typeParameter)
        .collect(joining(", ", "<", ">"));
  }

  private static String typeParameter(TypeVariable<?> variable) {
    var bounds =
        Arrays.stream(variable.getAnnotatedBounds()).map(SignatureText::of).collect(joining(" & "));
    return bounds.equals("Object") ? variable.getName() : variable.getName() + " extends " + bounds;
  }

  private int keptOutOfHeaders() {
    int always = Modifier.INTERFACE | Modifier.STRICT | Modifier.SYNCHRONIZED;
    return type.isInterface() ? always | Modifier.ABSTRACT | Modifier.STATIC : always;
  }

  private String kind() {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static String shortened(String text) {
    return JAVA_LANG.matcher(JSPECIFY.matcher(text).replaceAll("@$1")).replaceAll("");
  }
}
