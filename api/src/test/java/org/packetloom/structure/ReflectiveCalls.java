// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the classes of a module look up by name, as far as the names are constants. */
public final class ReflectiveCalls {
  private static final Set<String> LOOKUPS =
      Set.of(
          "java/lang/Class.forName",
          "java/lang/Class.getDeclaredField",
          "java/lang/Class.getDeclaredMethod",
          "java/lang/Class.getResourceAsStream",
          "java/lang/invoke/MethodHandles$Lookup.findStatic",
          "java/lang/invoke/MethodHandles$Lookup.findVirtual",
          "java/lang/invoke/MethodHandles$Lookup.findVarHandle");

  private final Set<String> names = new TreeSet<>();
  private final SortedMap<String, Set<String>> ownFields = new TreeMap<>();

  private String typeBeforeText = ""; // the class constant that came before the last text
  private String type = "";
  private String text = "";

  private ReflectiveCalls() {}

  /** Reads the main classes of a module. */
  public static ReflectiveCalls of(String module) throws IOException {
    var found = new ReflectiveCalls();
    for (Path file : Repository.files(Repository.classes(module), ".class")) {
      found.add(ClassFile.of().parse(file));
    }
    return found;
  }

  /** All names that are looked up: of classes, members and resources. */
  public Set<String> names() {
    return names;
  }

  /** The fields of our own classes that are looked up, by class. */
  public SortedMap<String, Set<String>> ownFields() {
    return ownFields;
  }

  private void add(ClassModel model) {
    for (MethodModel method : model.methods()) {
      text = "";
      type = "";
      method.code().map(code -> code.elementList()).orElse(List.of()).forEach(this::add);
    }
  }

  private void add(CodeElement element) {
    switch (element) {
      case ConstantInstruction.LoadConstantInstruction load -> {
        switch (load.constantEntry()) {
          case StringEntry string -> {
            text = string.stringValue();
            typeBeforeText = type;
          }
          case ClassEntry constant -> type = constant.asInternalName().replace('/', '.');
          default -> {}
        }
      }
      case InvokeInstruction call -> add(call);
      default -> {}
    }
  }

  private void add(InvokeInstruction call) {
    var called = call.owner().asInternalName() + "." + call.name().stringValue();
    if (!LOOKUPS.contains(called) || text.isEmpty()) {
      return;
    }
    names.add(text);
    if (called.endsWith(".findVarHandle") && typeBeforeText.startsWith("org.packetloom.")) {
      ownFields.computeIfAbsent(typeBeforeText, _ -> new TreeSet<>()).add(text);
    }
    text = "";
    type = "";
  }
}
