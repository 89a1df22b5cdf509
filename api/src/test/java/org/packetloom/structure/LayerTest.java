// SPDX-License-Identifier: Apache-2.0
package org.packetloom.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Annotation;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The layering rules report what they should: each test plants one reference in a class made up for
 * it.
 */
class LayerTest {
  private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
  private static final ClassDesc UNSAFE = ClassDesc.of("sun.misc.Unsafe");
  private static final ClassDesc LINUX = ClassDesc.of("org.packetloom.platform.linux.Epoll");

  @Test
  void apiItselfKeepsTheRules() throws Exception {
    assertThat(Layer.API.violations(Repository.classes("api"))).isEmpty();
  }

  @Test
  void fieldTypeIsReported() {
    var planted = planted(type -> type.withField("segment", SEGMENT, 0));
    assertThat(Layer.API.violations(planted))
        .containsExactly("planted.Type -> java.lang.foreign.MemorySegment");
  }

  @Test
  void arrayInMethodDescriptorIsReported() {
    var descriptor = MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENT.arrayType());
    var planted =
        planted(type -> type.withMethod("copy", descriptor, ClassFile.ACC_ABSTRACT, method -> {}));
    assertThat(Layer.RUNTIME.violations(planted))
        .containsExactly("planted.Type -> java.lang.foreign.MemorySegment");
  }

  @Test
  void calledClassIsReported() {
    var nothing = MethodTypeDesc.of(ConstantDescs.CD_void);
    var planted =
        planted(
            type ->
                type.withMethodBody(
                    "run",
                    nothing,
                    ClassFile.ACC_STATIC,
                    code -> code.invokestatic(LINUX, "open", nothing).return_()));
    assertThat(Layer.RUNTIME.violations(planted)).containsExactly("planted.Type -> " + name(LINUX));
    assertThat(Layer.API.violations(planted)).containsExactly("planted.Type -> " + name(LINUX));
    assertThat(Layer.EXAMPLES.violations(planted))
        .containsExactly("planted.Type -> " + name(LINUX));
    assertThat(Layer.PLATFORM.violations(planted)).isEmpty();
  }

  @Test
  void typeArgumentIsReported() {
    var signature = Signature.parseFrom("Ljava/util/List<Lsun/misc/Unsafe;>;");
    var planted =
        planted(
            type ->
                type.withField(
                    "all",
                    ClassDesc.of("java.util.List"),
                    field -> field.with(SignatureAttribute.of(signature))));
    for (var layer : Layer.values()) {
      assertThat(layer.violations(planted))
          .as("%s", layer)
          .containsExactly("planted.Type -> sun.misc.Unsafe");
    }
  }

  @Test
  void annotationIsReported() {
    var annotation = Annotation.of(ClassDesc.of("picocli.CommandLine$Command"));
    var planted = planted(type -> type.with(RuntimeInvisibleAnnotationsAttribute.of(annotation)));
    assertThat(Layer.API.violations(planted))
        .containsExactly("planted.Type -> picocli.CommandLine$Command");
    assertThat(Layer.EXAMPLES.violations(planted)).isEmpty();
  }

  @Test
  void classNameAsTextIsReported() {
    var forName = MethodTypeDesc.of(ConstantDescs.CD_Class, ConstantDescs.CD_String);
    var planted =
        planted(
            type ->
                type.withMethodBody(
                    "find",
                    MethodTypeDesc.of(ConstantDescs.CD_Class),
                    ClassFile.ACC_STATIC,
                    code ->
                        code.loadConstant(name(UNSAFE))
                            .invokestatic(ConstantDescs.CD_Class, "forName", forName)
                            .areturn()));
    assertThat(Layer.PLATFORM.violations(planted))
        .containsExactly("planted.Type -> sun.misc.Unsafe");
  }

  @Test
  void platformSeesNeitherApiNorLibraries() {
    assertThat(List.of("java.lang.foreign.Arena", "org.packetloom.platform.linux.Epoll"))
        .allMatch(Layer.PLATFORM::permits);
    assertThat(
            List.of(
                "org.packetloom.Deadline",
                "org.packetloom.runtime.Handle",
                "org.jctools.queues.atomic.X"))
        .noneMatch(Layer.PLATFORM::permits);
  }

  @Test
  void platformAloneSeesSignals() {
    for (var layer : Layer.values()) {
      assertThat(layer.permits("sun.misc.Signal")).isEqualTo(layer == Layer.PLATFORM);
    }
  }

  @Test
  void runtimeSeesTheAtomicQueuesOnly() {
    assertThat(Layer.RUNTIME.permits("org.jctools.queues.atomic.MpscAtomicArrayQueue")).isTrue();
    assertThat(Layer.RUNTIME.permits("org.jctools.queues.MessagePassingQueue$Consumer")).isTrue();
    assertThat(Layer.RUNTIME.permits("org.jctools.queues.MpscArrayQueue")).isFalse();
  }

  private static byte[] planted(Consumer<ClassBuilder> members) {
    return ClassFile.of()
        .build(ClassDesc.of("planted.Type"), type -> members.accept(type.withFlags(0)));
  }

  private static String name(ClassDesc type) {
    return type.packageName() + "." + type.displayName();
  }
}
