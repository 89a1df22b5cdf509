// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.reach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Loads the classes of a folder once more, with {@link ForeignRecorder} in place of the linker: so
 * those of every operating system can be initialised on any.
 */
final class RewrittenClasses extends ClassLoader {
  private static final ClassDesc RECORDER = ClassDesc.of(ForeignRecorder.class.getName());

  /** The methods of each class of the linker that the recorder stands for. */
  private static final Map<String, Set<String>> REPLACED =
      Map.of(
          "java/lang/foreign/Linker", Set.of("downcallHandle"),
          "java/lang/foreign/Linker$Option", Set.of("captureCallState", "captureStateLayout"),
          "java/lang/foreign/SymbolLookup", Set.of("find", "libraryLookup"));

  /** Those that may be called as they are. */
  private static final Set<String> HARMLESS =
      Set.of("nativeLinker", "defaultLookup", "critical", "firstVariadicArg");

  private final Path folder;

  RewrittenClasses(Path folder) {
    super(RewrittenClasses.class.getClassLoader());
    this.folder = folder;
  }

  @Override
  protected Class<?> loadClass(String name, boolean isResolving) throws ClassNotFoundException {
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      return loaded;
    }
    Path file = folder.resolve(name.replace('.', '/') + ".class");
    if (!Files.isRegularFile(file)) {
      return super.loadClass(name, isResolving);
    }
    try {
      byte[] bytes = rewritten(Files.readAllBytes(file));
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] rewritten(byte[] bytes) {
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(bytes), ClassTransform.transformingMethodBodies(RewrittenClasses::rewrite));
  }

  private static void rewrite(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && REPLACED.containsKey(call.owner().asInternalName())) {
      String method = call.name().stringValue();
      if (REPLACED.get(call.owner().asInternalName()).contains(method)) {
        code.invokestatic(RECORDER, method, withReceiver(call));
        return;
      }
      if (!HARMLESS.contains(method)) {
        throw new AssertionError("ForeignRecorder does not know " + call);
      }
    }
    code.with(element);
  }

  private static MethodTypeDesc withReceiver(InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    return call.opcode() == Opcode.INVOKESTATIC
        ? type
        : type.insertParameterTypes(0, call.owner().asSymbol());
  }
}
