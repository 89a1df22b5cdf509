// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.structure.Repository;

/** Without the option of Java that the engine {@code loop} needs, it is named, and it works. */
class FlagsTest extends ToolkitTest {
  private static final String ASKED = "-Dpacketloom.engine=loop";

  /** What is asked: a program of a user, who sees the exported packages alone. */
  private static final String PROGRAM =
      """
      public class Main {
        public static void main(String[] args) throws Exception {
          try (var loom = org.packetloom.Packetloom.open();
              var pair = loom.pair("local://")) {
            pair.first().write(new byte[] {42});
            byte[] received = new byte[1];
            pair.second().readFully(received);
            System.out.println(received[0] + " by " + loom);
            for (var finding : loom.probe().findings()) {
              if (finding.name().equals("loop")) {
                System.out.println("finding: " + finding);
              }
            }
          }
        }
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void compile() throws Exception {
    Path program = Files.writeString(folder.resolve("Main.java"), PROGRAM);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", libraries(), "-d", folder.toString(), program.toString());
    assertThat(status).as("javac").isZero();
  }

  private List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(JavaChild.tool("java"));
    command.addAll(JavaChild.QUICK);
    command.addAll(List.of(options));
    command.addAll(List.of(ASKED, "Main"));
    return command;
  }

  /** The option that the output tells to give, in the form of the command line. */
  private static String told(List<String> output) {
    Matcher option =
        Pattern.compile("--add-opens [a-z.]+/[a-z.]+=[A-Za-z.-]+")
            .matcher(String.join("\n", output));
    assertThat(option.find()).as("an option in %s", output).isTrue();
    return option.group();
  }

  private static List<String> with(String option, List<String> command) {
    List<String> longer = new ArrayList<>(command);
    longer.addAll(1, List.of(option.split(" ")));
    return longer;
  }

  private static void assertWorks(List<String> command, String option) throws Exception {
    List<String> output = JavaChild.run(command);
    assertThat(output).anyMatch(line -> line.contains("42 by Packetloom[virtual/"));
    assertThat(output).anyMatch(line -> line.contains("java.lang is not open to"));
    assertThat(told(output)).isEqualTo(option);
    assertThat(JavaChild.run(with(told(output), command)))
        .anyMatch(line -> line.contains("42 by Packetloom[loop/"))
        .anyMatch(line -> line.contains("finding:") && line.contains("in use"));
  }

  @Test
  void onTheClassPath() throws Exception {
    assertWorks(
        command(JavaChild.NATIVE_ACCESS, "-cp", folder + File.pathSeparator + libraries()),
        "--add-opens java.base/java.lang=ALL-UNNAMED");
  }

  @Test
  void onTheModulePath() throws Exception {
    assertWorks(
        command(
            "--module-path",
            libraries(),
            "--add-modules",
            "org.packetloom,org.packetloom.runtime",
            "--enable-native-access=org.packetloom.platform",
            "-cp",
            folder.toString()),
        "--add-opens java.base/java.lang=org.packetloom.runtime");
  }

  /** What a user's program needs, on either path. */
  private static String libraries() throws Exception {
    Path jctools =
        Path.of(
            SpscAtomicArrayQueue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Stream<Path> own = Stream.of("api", "platform", "runtime").map(Repository::classes);
    return String.join(
        File.pathSeparator, Stream.concat(own, Stream.of(jctools)).map(Path::toString).toList());
  }
}
