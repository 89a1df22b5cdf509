// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.platform.unix.Architecture;
import org.packetloom.platform.unix.UnixErrors;
import org.packetloom.platform.unix.UnixLayouts;

/** Constants, layouts and error numbers are those of the C headers, by the word of a C program. */
class ConstantsTest {
  private static final Path PROGRAM = Path.of("src/test/c/constants.c");
  private static final int HIGHEST_ERROR = 200;

  @TempDir Path folder;

  @Test
  void valuesAreThoseOfTheCommittedOutput() throws Exception {
    String name =
        "constants-linux-%s.txt"
            .formatted(Architecture.find().orElseThrow().name().toLowerCase(Locale.ROOT));
    try (InputStream in = ConstantsTest.class.getResourceAsStream(name)) {
      assumeTrue(in != null, "no committed " + name);
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(text.lines()).containsExactlyInAnyOrderElementsOf(javaLines());
    }
  }

  @Test
  void valuesAreThoseOfTheHeadersOfThisMachine() throws Exception {
    Optional<Path> compiler =
        Stream.of(System.getenv("PATH").split(":"))
            .map(each -> Path.of(each, "gcc"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(compiler.isPresent(), "no gcc");
    Path binary = folder.resolve("constants");
    run(compiler.orElseThrow().toString(), "-o", binary.toString(), PROGRAM.toString());
    assertThat(run(binary.toString()).lines()).containsExactlyInAnyOrderElementsOf(javaLines());
  }

  @Test
  void epollEventIsPackedOnOneArchitectureOnly() {
    StructLayout packed = Layouts.epoll_event_x86_64;
    StructLayout aligned = Layouts.epoll_event_aarch64;
    assertThat(packed.byteSize()).isEqualTo(12);
    assertThat(packed.byteOffset(groupElement("data"))).isEqualTo(4);
    assertThat(aligned.byteSize()).isEqualTo(16);
    assertThat(aligned.byteOffset(groupElement("data"))).isEqualTo(8);
  }

  /** What the C program should print. */
  private static List<String> javaLines() throws IllegalAccessException {
    List<String> lines = new ArrayList<>();
    List<Field> constants = new ArrayList<>(fields(Constants.class, UringConstants.class));
    if (Architecture.find().orElseThrow() == Architecture.X86_64) {
      constants.addAll(fields(KernelNumbers.class));
    }
    for (Field field : constants) {
      lines.add("constant %s %d".formatted(field.getName(), field.getInt(null)));
    }
    for (Field field : fields(Layouts.class, UnixLayouts.class, UringLayouts.class)) {
      // Those with an architecture in their name are chosen from.
      if (field.getType() == StructLayout.class && !field.getName().matches(".*_(x86_|aarch)64")) {
        lines.addAll(structLines((StructLayout) field.get(null)));
      }
    }
    UnixErrors errors = LinuxErrors.TABLE;
    for (int number = 1; number < HIGHEST_ERROR; number++) {
      String name = errors.name(number);
      if (!name.startsWith("errno")) {
        lines.add("error %s %d".formatted(name, number));
      }
    }
    return lines;
  }

  private static List<Field> fields(Class<?>... holders) {
    return Stream.of(holders).flatMap(holder -> Stream.of(holder.getDeclaredFields())).toList();
  }

  private static List<String> structLines(StructLayout layout) {
    String struct = "struct " + layout.name().orElseThrow();
    List<String> lines = new ArrayList<>();
    lines.add("%s size %d".formatted(struct, layout.byteSize()));
    for (MemoryLayout member : layout.memberLayouts()) {
      member
          .name()
          .ifPresent(
              name -> {
                long offset = layout.byteOffset(groupElement(name));
                long size = member.byteSize();
                lines.add("%s %s offset %d size %d".formatted(struct, name, offset, size));
              });
    }
    return lines;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
