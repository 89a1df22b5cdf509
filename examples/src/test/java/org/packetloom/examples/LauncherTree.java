// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A source tree with the launcher, a Maven that only leaves marks, and a Java that prints its path
 * and arguments, copies its input and ends with status 7. Its path has blanks.
 */
record LauncherTree(Path folder) {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "dirname",
          "find",
          "flock",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "touch");

  /** What a launch came to. */
  record Launch(int status, String out, String err) {}

  static LauncherTree plant(Path temporary) throws IOException {
    LauncherTree tree = new LauncherTree(temporary.toRealPath());
    Path root = tree.root();
    for (String module : List.of("api", "platform", "runtime", "examples")) {
      Files.createDirectories(root.resolve(module + "/src/main"));
      Files.createFile(root.resolve(module + "/pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("api/src/main/Some.java"));
    Files.createDirectories(root.resolve("examples/src/preview"));
    Files.createFile(root.resolve("examples/src/preview/Some.java"));
    Files.copy(Path.of("packetloom"), root.resolve("examples/packetloom"));
    tree.plantTools();
    tree.plantMaven();
    tree.plantJdk("jdk", "25.0.1");
    return tree;
  }

  Path root() {
    return folder.resolve("a source tree");
  }

  Path jar() {
    return root().resolve("examples/target/packetloom-examples.jar");
  }

  long builds() throws IOException {
    Path log = folder.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** Only what the launcher may count on, so that no Java or Maven of this machine is in PATH. */
  private void plantTools() throws IOException {
    for (String tool : TOOLS) {
      for (Path bin : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
        if (Files.exists(bin.resolve(tool))) {
          script("tools/" + tool, "exec " + bin.resolve(tool) + " \"$@\"\n");
        }
      }
    }
  }

  /** It reads all input it can get. */
  void plantMaven() throws IOException {
    plantMaven("");
  }

  /** It takes its time, so that launches meet. */
  void plantSlowMaven() throws IOException {
    plantMaven("sleep 1");
  }

  private void plantMaven(String work) throws IOException {
    script(
        "tools/mvn",
        """
        cat >/dev/null
        echo built >>'%s'
        %s
        : >examples/target/packetloom-examples.jar
        """
            .formatted(folder.resolve("builds"), work));
  }

  void plantJdk(String name, String version) throws IOException {
    script(name + "/bin/java", "printf '%s\\n' \"$0\" \"$@\"\ncat\nexit 7\n");
    script(name + "/bin/javac", "");
    Files.writeString(
        folder.resolve(name + "/release"),
        "IMPLEMENTOR=\"N\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
  }

  void script(String file, String text) throws IOException {
    Path script = folder.resolve(file);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Leaves what {@code mvn package} leaves. */
  void buildByHand() throws IOException {
    Files.createDirectories(root().resolve("examples/target/lib"));
    Files.createFile(jar());
    Files.createFile(root().resolve("examples/target/lib/picocli-1.jar"));
    Files.createFile(root().resolve("examples/target/lib/packetloom-runtime-1.jar"));
    for (String module : List.of("api", "platform", "runtime")) {
      Path target = Files.createDirectories(root().resolve(module + "/target"));
      Files.createFile(target.resolve("packetloom-" + module + "-1.jar"));
    }
  }

  Launch launch(String... arguments) throws IOException, InterruptedException {
    return run(command(arguments), "");
  }

  Launch launchWithInput(String input) throws IOException, InterruptedException {
    return run(command(), input);
  }

  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(root().resolve("examples/packetloom").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  Launch run(List<String> command, String input) throws IOException, InterruptedException {
    return run(command, input, Map.of());
  }

  Launch run(List<String> command, String input, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        builder(command, environment)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try (var toProcess = process.outputWriter()) {
      toProcess.write(input);
    } catch (IOException _) {
      // A launch that fails has not read its input.
    }
    int status = process.waitFor();
    return new Launch(status, Files.readString(out), Files.readString(err));
  }

  /** Starts a launch whose output does not matter. */
  Process start() throws IOException {
    return builder(command(), Map.of())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("tools").toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(environment);
    return builder;
  }
}
