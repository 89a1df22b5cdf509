// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the programs that are not Java, when their sources are newer than they. */
final class Tools {
  private static final List<String> C_OPTIONS = List.of("-O2", "-Wall", "-pthread", "-o");

  /** What a loop in C is built on. */
  private record Library(String peer, String name, List<String> options, String packageName) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(Peers.C, "epoll", List.of(), ""),
          new Library(Peers.C_LIBEVENT, "libevent", List.of("-levent_core"), "libevent-dev"),
          new Library(Peers.C_LIBEV, "libev", List.of("-lev"), "libev-dev"));

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

  /**
   * What has both ends of its work, in C.
   *
   * @param peer on which loop: {@code c}, {@code c/libevent} or {@code c/libev}
   */
  Path workInC(String peer) throws IOException, InterruptedException, MissingException {
    Library library =
        LIBRARIES.stream().filter(one -> one.peer.equals(peer)).findFirst().orElseThrow();
    Path folder = sources.resolve("c").resolve("work");
    Path program = target.resolve("work-" + library.name);
    List<Path> files = files(folder, "");
    if (isCurrent(program, files)) {
      return program;
    }
    List<String> command = compiler(program);
    files(folder, ".c").stream()
        .map(Path::toString)
        .filter(file -> !file.contains("/loop_") || file.endsWith("/loop_" + library.name + ".c"))
        .forEach(command::add);
    library.options.forEach(command::add);
    buildWith(command, library.name, library.packageName);
    return program;
  }

  /** What needs a library that may not be there. */
  private void buildWith(List<String> command, String name, String packageName)
      throws IOException, InterruptedException, MissingException {
    try {
      build(command, "C compiler", "gcc libc6-dev");
    } catch (MissingException e) {
      if (isAbsent(e.getMessage())) {
        throw new MissingException(
            "no %s (Debian: apt-get install %s)".formatted(name, packageName));
      }
      throw e;
    }
  }

  /** Whether gcc found no header, or the linker no library. */
  private static boolean isAbsent(String said) {
    return said.contains("fatal error:") && said.contains("No such file or directory")
        || said.contains("cannot find -l");
  }

  /** ENet as a library for Java, without its sockets and clock. */
  Path enet() throws IOException, InterruptedException, MissingException {
    Path folder = sources.resolve("c").resolve("enet");
    Path library = target.resolve("libenet-peer.so");
    if (isCurrent(library, files(folder, ""))) {
      return library;
    }
    List<String> command = compiler(library);
    command.addAll(List.of("-shared", "-fPIC"));
    files(folder, ".c").forEach(file -> command.add(file.toString()));
    command.add("-lenet");
    buildWith(command, "libenet", "libenet-dev");
    return library;
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
    List<String> command = compiler(program);
    files(folder, ".c").forEach(file -> command.add(file.toString()));
    build(command, "C compiler", "gcc libc6-dev");
    return program;
  }

  private static List<String> compiler(Path program) {
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(C_OPTIONS);
    command.add(program.toString());
    return command;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Whether there is a program of that name. */
  static boolean isInPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
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
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new MissingException(what + " failed: " + said.strip());
    }
  }
}
