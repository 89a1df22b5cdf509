// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.structure.ReachabilityMetadata;
import org.packetloom.structure.ReflectiveCalls;

/** What GraalVM is told that this module reaches by name, in the JDK and in itself. */
class RuntimeReachabilityTest {
  private static final String NAME = "RuntimeReachabilityTest";

  /** As VirtualThreads uses them, for the engine loop. */
  private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

  private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";
  private static final List<String> FIELDS =
      List.of("DEFAULT_SCHEDULER", "runContinuation", "scheduler", "state", "timeout");

  /** The class of the tasks of virtual threads, whose only field is read. */
  private static final String TASK =
      "{\"type\": {\"lambda\": {\"declaringClass\": \"%s\", \"interfaces\": [\"%s\"]}}, \"allDeclaredFields\": true}"
          .formatted(VIRTUAL_THREAD, Runnable.class.getName());

  /** Whether they are there says whether their modules are. */
  private static final List<String> PROBED =
      List.of("javax.management.MBeanServerFactory", "jdk.jfr.FlightRecorderListener");

  @Test
  void metadataIsWhatTheClassesAskFor() throws IOException {
    var elements = new TreeSet<String>();
    elements.add(
        ReachabilityMetadata.type(
            Thread.class.getName(),
            ReachabilityMetadata.methods(
                List.of(ReachabilityMetadata.method("currentCarrierThread")))));
    elements.add(
        ReachabilityMetadata.type(
            BUILDER,
            ReachabilityMetadata.methods(
                List.of(ReachabilityMetadata.method("<init>", Executor.class)))));
    elements.add(ReachabilityMetadata.type(VIRTUAL_THREAD, ReachabilityMetadata.fields(FIELDS)));
    elements.add(TASK);
    PROBED.forEach(type -> elements.add(ReachabilityMetadata.type(type)));
    ReflectiveCalls.of("runtime")
        .ownFields()
        .forEach(
            (type, fields) ->
                elements.add(ReachabilityMetadata.type(type, ReachabilityMetadata.fields(fields))));
    var metadata =
        new ReachabilityMetadata(
            "runtime", elements, List.of("org/packetloom/runtime/version.txt"), List.of());

    assertThat(metadata.drift(NAME)).as("if it is meant: %s", metadata.rewrite(NAME)).isEmpty();
  }

  @Test
  void namesAreThoseOfThisJdk() throws Exception {
    assertThat(Thread.class.getDeclaredMethod("currentCarrierThread")).isNotNull();
    assertThat(Class.forName(BUILDER).getDeclaredConstructor(Executor.class)).isNotNull();
    Class<?> virtualThread = Class.forName(VIRTUAL_THREAD);
    for (String field : FIELDS) {
      assertThat(virtualThread.getDeclaredField(field)).isNotNull();
    }
    for (String type : PROBED) {
      assertThat(Class.forName(type)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "platform", "runtime"})
  void everyNameThatIsLookedUpIsTold(String module) throws IOException {
    assumeThat(System.getProperty("packetloom.metadata"))
        .as("the files are being written")
        .isNotEqualTo("write");
    String told = Files.readString(ReachabilityMetadata.file(module));

    assertThat(ReflectiveCalls.of(module).names())
        .allSatisfy(name -> assertThat(told).contains(name));
  }
}
