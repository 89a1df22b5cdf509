// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The classes that a class file names, read from its constant pool.
 *
 * <p>Everything that a class can refer to leaves a trace there: supertypes and instructions as
 * class entries; descriptors, generic signatures and annotations as text that holds {@code
 * Lpackage/Name;}. A string constant of that form counts too, as does one that is a class name with
 * dots ({@code Class.forName}): better one reference too many than one too few.
 */
public final class ClassReferences {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L((?:[\\w$]+/)+[\\w$]+)[;<.]");
  private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z][\\w$]*");

  private final String name;
  private final Set<String> references = new TreeSet<>();

  private ClassReferences(String name) {
    this.name = name;
  }

  /** Reads the class file {@code bytes}. */
  public static ClassReferences of(byte[] bytes) {
    var model = ClassFile.of().parse(bytes);
    var found = new ClassReferences(dotted(model.thisClass().asInternalName()));
    for (PoolEntry entry : model.constantPool()) {
      found.add(entry);
    }
    found.references.remove(found.name);
    return found;
  }

  /** The binary name of the class itself, with dots. */
  public String name() {
    return name;
  }

  /** The binary names, with dots, of all classes in packages that it refers to. */
  public Set<String> references() {
    return references;
  }

  private void add(PoolEntry entry) {
    switch (entry) {
      case ClassEntry type when !type.asInternalName().startsWith("[") ->
          addInternal(type.asInternalName());
      case StringEntry text when CLASS_NAME.matcher(text.stringValue()).matches() ->
          references.add(text.stringValue());
      case Utf8Entry text ->
          IN_DESCRIPTOR.matcher(text.stringValue()).results().forEach(m -> addInternal(m.group(1)));
      default -> {}
    }
  }

  private void addInternal(String internalName) {
    if (internalName.contains("/")) {
      references.add(dotted(internalName));
    }
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }
}
