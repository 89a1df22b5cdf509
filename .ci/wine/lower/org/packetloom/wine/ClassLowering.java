// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns calls of methods, and references to them, into those of their stand-ins. */
final class ClassLowering {
  private static final ClassDesc SWITCH_BOOTSTRAPS =
      ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  private final Replacements replacements;
  private final ClassFile format;

  ClassLowering(Replacements replacements, ClassLoader types) {
    this.replacements = replacements;
    this.format =
        ClassFile.of(
            // a new pool, so that what was replaced is not named any more
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(types)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /** The class file as Java 21 can load it. */
  byte[] lower(byte[] original) {
    var model = format.parse(original);
    var lowered = original;
    if (model.methods().stream().anyMatch(this::concerns)) {
      lowered = format.transformClass(model, transform());
    }
    return head(lowered);
  }

  /** The class file with all its calls as they are: stand-ins mean the methods of Java 21. */
  byte[] head(byte[] original) {
    return ClassBytes.lower(original, replacements.names());
  }

  private ClassTransform transform() {
    return ClassTransform.transformingMethodBodies(this::concerns, this::lower);
  }

  private boolean concerns(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream()).anyMatch(this::concerns);
  }

  private boolean concerns(CodeElement element) {
    return switch (element) {
      case InvokeInstruction call -> replacement(call).isPresent();
      case InvokeDynamicInstruction call ->
          isTypeSwitch(call)
              || call.bootstrapArgs().stream().anyMatch(a -> replacement(a).isPresent());
      default -> false;
    };
  }

  private void lower(CodeBuilder code, CodeElement element) {
    switch (element) {
      case InvokeInstruction call when replacement(call).isPresent() -> {
        var method = replacement(call).get();
        code.invokestatic(method.owner(), method.name(), method.type());
      }
      case InvokeDynamicInstruction call when concerns(call) -> code.invokedynamic(lower(call));
      default -> code.with(element);
    }
  }

  private DynamicCallSiteDesc lower(InvokeDynamicInstruction call) {
    List<ConstantDesc> arguments = new ArrayList<>();
    for (var argument : call.bootstrapArgs()) {
      var method = replacement(argument);
      arguments.add(method.<ConstantDesc>map(ClassLowering::handle).orElse(argument));
    }
    return DynamicCallSiteDesc.of(
        call.bootstrapMethod(),
        call.name().stringValue(),
        isTypeSwitch(call)
            ? call.typeSymbol().changeParameterType(0, ConstantDescs.CD_Object)
            : call.typeSymbol(),
        arguments.toArray(ConstantDesc[]::new));
  }

  /** Whether this is a switch over types, of which Java 21 demands that it takes any object. */
  private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().equals(SWITCH_BOOTSTRAPS)
        && call.bootstrapMethod().methodName().equals("typeSwitch");
  }

  private Optional<Replacements.Method> replacement(InvokeInstruction call) {
    if (call.opcode() == Opcode.INVOKESPECIAL) {
      return Optional.empty();
    }
    return replacements.method(
        call.opcode() == Opcode.INVOKESTATIC,
        call.owner().asSymbol(),
        call.name().stringValue(),
        call.typeSymbol());
  }

  private Optional<Replacements.Method> replacement(ConstantDesc argument) {
    if (!(argument instanceof DirectMethodHandleDesc handle)) {
      return Optional.empty();
    }
    return switch (handle.kind()) {
      case STATIC, INTERFACE_STATIC -> replacement(handle, true);
      case VIRTUAL, INTERFACE_VIRTUAL -> replacement(handle, false);
      default -> Optional.empty();
    };
  }

  private Optional<Replacements.Method> replacement(
      DirectMethodHandleDesc handle, boolean isStatic) {
    return replacements.method(
        isStatic,
        handle.owner(),
        handle.methodName(),
        MethodTypeDesc.ofDescriptor(handle.lookupDescriptor()));
  }

  private static MethodHandleDesc handle(Replacements.Method method) {
    return MethodHandleDesc.ofMethod(
        DirectMethodHandleDesc.Kind.STATIC, method.owner(), method.name(), method.type());
  }
}
