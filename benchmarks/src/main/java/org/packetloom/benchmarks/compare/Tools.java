// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds the programs that are not Java, when their sources are newer than they. */
final class Tools {
  private static final List<String> C_OPTIONS = List.of("-O2", "-Wall", "-o");

  private final Path sources;
  private final Path target;

  /**
   * Tools of one folder.
   *
   * @param module the folder of module benchmarks
   */
  Tools(Path module) {
    sources = module.resolve("src/main");
    target = module.resolve("target/compare");
  }

  /** The load generator. */
  Path load() throws IOException, InterruptedException, MissingException {
    return compileC("load");
  }

  /** The server in C. */
  Path serverInC() throws IOException, InterruptedException, MissingException {
    return compileC("server");
  }

  /** The server in Go. */
  Path serverInGo() throws IOException, InterruptedException, MissingException {
    Path folder = sources.resolve("go");
    Path program = target.resolve("go-server");
    List<Path> files = files(folder, ".go");
    if (isCurrent(program, files)) {
      return program;
    }
    List<String> command = new ArrayList<>(List.of("go", "build", "-o", program.toString()));
    files.forEach(file -> command.add(file.toString()));
    build(command, "Go", "golang-go");
    return program;
  }

  private Path compileC(String name) throws IOException, InterruptedException, MissingException {
    Path folder = sources.resolve("c").resolve(name);
    Path program = target.resolve(name);
    if (isCurrent(program, files(folder, ""))) {
      return program;
    }
    List<String> command = new ArrayList<>();
    command.add("gcc");
    command.addAll(C_OPTIONS);
    command.add(program.toString());
    files(folder, ".c").forEach(file -> command.add(file.toString()));
    build(command, "C compiler", "gcc libc6-dev");
    return program;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static boolean isCurrent(Path program, List<Path> files) throws IOException {
    if (!Files.exists(program)) {
      return false;
    }
    FileTime built = Files.getLastModifiedTime(program);
    for (Path file : files) {
      if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
        return false;
      }
    }
    return true;
  }

  private void build(List<String> command, String what, String packages)
      throws IOException, InterruptedException, MissingException {
    Files.createDirectories(target);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException _) {
      String place = "no " + command.getFirst() + " in PATH";
      throw new MissingException(
          what + ": " + place + " (Debian: apt-get install " + packages + ")");
    }
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new MissingException(what + " failed: " + said.strip());
    }
  }
}
