// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is put in place of what Java 21 lacks, as the annotations of the stand-ins say. */
final class Replacements {
  private static final String PACKAGE = "Lorg/packetloom/wine/java21/";

  /** A static method that stands for {@code name} of {@code completed} and its subtypes. */
  record Method(ClassDesc completed, ClassDesc owner, String name, MethodTypeDesc type) {}

  private final ClassLoader types;
  private final Map<String, List<Method>> methods = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /**
   * Reads the stand-ins below a folder.
   *
   * @param types finds the types of whatever is lowered
   */
  Replacements(Path folder, ClassLoader types) throws IOException {
    this.types = types;
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        add(ClassFile.of().parse(file));
      }
    }
  }

  private void add(ClassModel standIn) {
    annotation(standIn, "Replaces")
        .map(a -> (AnnotationValue.OfString) a.elements().getFirst().value())
        .map(v -> v.stringValue().replace('.', '/'))
        .ifPresent(name -> names.put(name, standIn.thisClass().asInternalName()));
    annotation(standIn, "Completes")
        .map(a -> ((AnnotationValue.OfClass) a.elements().getFirst().value()).classSymbol())
        .ifPresent(completed -> addMethods(standIn, completed));
  }

  private void addMethods(ClassModel standIn, ClassDesc completed) {
    for (var method : standIn.methods()) {
      if (method.flags().has(AccessFlag.PUBLIC) && method.flags().has(AccessFlag.STATIC)) {
        addMethod(standIn, method, completed);
      }
    }
  }

  private void addMethod(ClassModel standIn, MethodModel method, ClassDesc completed) {
    boolean isStatic = annotation(method, "Completes$Static").isPresent();
    var name = method.methodName().stringValue();
    var type = method.methodTypeSymbol();
    var original = isStatic ? type : type.dropParameterTypes(0, 1);
    methods
        .computeIfAbsent(key(isStatic, name, original), _ -> new ArrayList<>())
        .add(new Method(completed, standIn.thisClass().asSymbol(), name, type));
  }

  private static Optional<Annotation> annotation(AttributedElement element, String name) {
    return element
        .findAttribute(Attributes.runtimeInvisibleAnnotations())
        .flatMap(
            all ->
                all.annotations().stream()
                    .filter(a -> a.className().stringValue().equals(PACKAGE + name + ';'))
                    .findFirst());
  }

  private static String key(boolean isStatic, String name, MethodTypeDesc type) {
    return (isStatic ? "static " : "") + name + type.descriptorString();
  }

  /** What stands for a method, if anything does. */
  Optional<Method> method(boolean isStatic, ClassDesc owner, String name, MethodTypeDesc type) {
    for (var method : methods.getOrDefault(key(isStatic, name, type), List.of())) {
      if (owner.equals(method.completed) || !isStatic && isBelow(owner, method.completed)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  private boolean isBelow(ClassDesc type, ClassDesc above) {
    if (!type.isClassOrInterface()) {
      return false;
    }
    try {
      return load(above).isAssignableFrom(load(type));
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // a class of an optional library is not one of the JDK's
    }
  }

  private Class<?> load(ClassDesc type) throws ClassNotFoundException {
    var descriptor = type.descriptorString();
    var name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    return Class.forName(name, false, types);
  }

  /** Internal names of types, and of what stands for them. */
  Map<String, String> names() {
    return names;
  }
}
