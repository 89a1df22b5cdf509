// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.reach;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every place in the class files of a folder that has a symbol bound. */
final class BindingSites {
  /** What binders return: a handle, or none where there is no such symbol. */
  private static final List<String> HANDLES =
      List.of("Ljava/lang/invoke/MethodHandle;", "Ljava/util/Optional;");

  private final Set<String> places = new TreeSet<>();
  private final Set<String> types = new TreeSet<>();
  private final Set<String> strangers = new TreeSet<>();

  private BindingSites() {}

  static BindingSites in(Path folder) throws IOException {
    BindingSites found = new BindingSites();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        found.add(ClassFile.of().parse(file));
      }
    }
    return found;
  }

  /** Class and line of each. */
  Set<String> places() {
    return places;
  }

  /** The classes of these places. */
  Set<String> types() {
    return types;
  }

  /** The classes that speak to the linker although they are no binder. */
  Set<String> strangers() {
    return strangers;
  }

  private void add(ClassModel type) {
    String name = type.thisClass().asInternalName().replace('/', '.');
    if (name.endsWith(".Binder")) {
      return;
    }
    for (MethodModel method : type.methods()) {
      int line = 0;
      for (CodeElement element : method.code().map(code -> code.elementList()).orElse(List.of())) {
        if (element instanceof LineNumber next) {
          line = next.line();
        } else if (element instanceof InvokeInstruction call) {
          add(name, line, call);
        }
      }
    }
  }

  private void add(String type, int line, InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    String method = call.name().stringValue();
    if (owner.endsWith("/Binder")
        && HANDLES.stream().anyMatch(call.type().stringValue()::endsWith)) {
      places.add(type + ":" + line);
      types.add(type);
    }
    if (owner.equals("java/lang/foreign/Linker") && !method.equals("defaultLookup")) {
      strangers.add(type + " calls " + method);
    }
  }
}
