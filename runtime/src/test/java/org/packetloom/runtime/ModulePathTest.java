// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.packetloom.structure.Repository;

/**
 * The module descriptors work: a program that is a module itself, and names {@code org.packetloom}
 * alone, runs on the module path. All other tests run on the class path.
 */
class ModulePathTest {
  private static final String DESCRIPTOR = "module user { requires org.packetloom; }";
  private static final String PROGRAM =
      """
      package user;

      public class Main {
        public static void main(String[] args) throws Exception {
          var api = org.packetloom.spi.RuntimeProvider.class.getModule();
          System.out.println("api " + api.getName());
          System.out.println("service " + api.canUse(org.packetloom.spi.RuntimeProvider.class));
          for (var name : new String[] {"org.packetloom.platform", "org.packetloom.runtime"}) {
            var module = ModuleLayer.boot().findModule(name).orElseThrow();
            var open = module.getPackages().stream().filter(p -> module.isExported(p)).toList();
            System.out.println(name + " " + open);
          }
          try (var loom = org.packetloom.Packetloom.open();
              var server =
                  loom.serve(
                      "tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
              var connection = loom.connect(server.uri())) {
            connection.write(new byte[] {42});
            var echo = new byte[1];
            connection.readFully(echo);
            System.out.println("echo " + echo[0]);
            try (var signals = loom.signals(org.packetloom.event.Signal.INT)) {
              System.out.println(signals);
            }
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void userModuleRunsWithTheLibraryOnTheModulePath() throws Exception {
    var user = compileUserModule();
    var output =
        java(
            "--module-path",
            modulePath() + File.pathSeparator + user,
            "--enable-native-access=org.packetloom.platform",
            "--add-opens=java.base/java.lang=org.packetloom.runtime",
            "--module",
            "user/user.Main");
    assertThat(output)
        .containsExactly(
            "api org.packetloom",
            "service true",
            "org.packetloom.platform []",
            "org.packetloom.runtime []",
            "echo 42",
            "signals INT");
  }

  @Test
  void runtimeExportsNothing() throws Exception {
    assertThat(java("--module-path", modulePath(), "--describe-module", "org.packetloom.runtime"))
        .anyMatch(line -> line.startsWith("org.packetloom.runtime@"))
        .contains(
            "requires org.packetloom",
            "requires org.packetloom.platform",
            "contains org.packetloom.runtime")
        .noneMatch(line -> line.startsWith("exports"));
  }

  @Test
  void platformOpensItselfToRuntimeAlone() throws Exception {
    assertThat(java("--module-path", modulePath(), "--describe-module", "org.packetloom.platform"))
        .filteredOn(line -> line.contains("exports"))
        .containsExactly("qualified exports org.packetloom.platform to org.packetloom.runtime");
  }

  private Path compileUserModule() throws Exception {
    var descriptor = Files.writeString(folder.resolve("module-info.java"), DESCRIPTOR);
    var program = Files.writeString(folder.resolve("Main.java"), PROGRAM);
    var classes = folder.resolve("user");
    var options =
        List.of("-Xlint:all", "-Werror", "--module-path", modulePath(), "-d", classes.toString());
    var arguments = new ArrayList<>(options);
    arguments.add(descriptor.toString());
    arguments.add(program.toString());
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
        .as("javac")
        .isZero();
    return classes;
  }

  private static String modulePath() throws Exception {
    var jctools =
        Path.of(
            SpscAtomicArrayQueue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var parts =
        Stream.concat(
            Stream.of("api", "platform", "runtime").map(Repository::classes), Stream.of(jctools));
    return String.join(File.pathSeparator, parts.map(Path::toString).toList());
  }

  private List<String> java(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    var output = folder.resolve("output").toFile();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended: %s", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var lines = Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("status of %s: %s", command, lines).isZero();
    return lines.stream().map(String::strip).toList();
  }
}
