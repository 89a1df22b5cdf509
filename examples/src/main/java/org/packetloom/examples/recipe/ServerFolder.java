// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A temporary folder in which a server of the distribution lives, as a user without privileges
 * where this process has all of them: databases refuse to run as root.
 *
 * <p>For one thread; if the process ends before it is closed, that closes it.
 */
public final class ServerFolder implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  /** Folders of servers, which are not in everybody's PATH. */
  private static final List<String> USUAL = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

  private final Path path;
  private final boolean isRoot;
  private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();

  /** For when the user interrupts the whole process. */
  private final Thread atExit = new Thread(this::closeAtExit, "packetloom-server-folder");

  private ServerFolder(Path path, boolean isRoot) {
    this.path = path;
    this.isRoot = isRoot;
  }

  /**
   * Makes a folder.
   *
   * @param name of the server, for people who look into the temporary folder
   * @return a folder that only the server's user and this one can use
   */
  public static ServerFolder make(String name) throws IOException {
    Path path = Files.createTempDirectory("packetloom-" + name + "-");
    boolean isRoot = Files.getAttribute(path, "unix:uid").equals(0);
    if (isRoot) {
      give(path);
    }
    ServerFolder folder = new ServerFolder(path, isRoot);
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  /**
   * Finds a program.
   *
   * @param name as typed in a shell
   * @param distributionPackage that has it
   * @param folders to look into after those of PATH
   * @return its path
   * @throws MissingServerException if it is nowhere
   */
  public static Path program(String name, String distributionPackage, List<Path> folders)
      throws MissingServerException {
    List<Path> places = new ArrayList<>(folders);
    for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
      places.add(Path.of(place));
    }
    USUAL.forEach(place -> places.add(Path.of(place)));
    return places.stream()
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new MissingServerException(name, distributionPackage));
  }

  /**
   * A port of 127.0.0.1 that nobody listens at, now.
   *
   * @return its number
   */
  public static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  /**
   * Where it is.
   *
   * @return absolute
   */
  public Path path() {
    return path;
  }

  /**
   * Writes a file that only the server's user can read.
   *
   * @param name of the file
   * @param text of it
   * @return the file
   */
  public Path write(String name, String text) throws IOException {
    Path file = Files.writeString(path.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    if (isRoot) {
      give(file);
    }
    return file;
  }

  /**
   * Makes a folder in it.
   *
   * @param name of the folder
   * @return the folder, which the server's user owns
   */
  public Path makeFolder(String name) throws IOException {
    Path made = Files.createDirectory(path.resolve(name));
    if (isRoot) {
      give(made);
    }
    return made;
  }

  private static void give(Path file) throws IOException {
    var users = file.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(file, users.lookupPrincipalByName("nobody"));
  }

  /**
   * Starts a server; what it says goes to the file {@code log} of the folder.
   *
   * @param command program and arguments
   * @return the server
   */
  public ServerProcess start(List<String> command) throws IOException {
    ServerProcess server = ServerProcess.start(asUser(command), path);
    servers.add(server);
    return server;
  }

  /**
   * Runs a program to its end.
   *
   * @param command program and arguments
   * @throws IOException if it ends with another status than 0; tells what it said
   */
  public void run(List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("packetloom-", ".log");
    try {
      Process process =
          new ProcessBuilder(asUser(command))
              .directory(path.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException(command.getFirst() + " failed: " + Files.readString(said));
        }
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(said);
    }
  }

  private List<String> asUser(List<String> command) {
    List<String> whole = new ArrayList<>(isRoot ? AS_NOBODY : List.of());
    whole.addAll(command);
    return whole;
  }

  /** Ends the servers that live here, then removes the folder with all that is in it. */
  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      return; // the hook is at it
    }
    remove();
  }

  private void closeAtExit() {
    try {
      remove();
    } catch (IOException _) {
      // nobody is left to be told
    }
  }

  private void remove() throws IOException {
    for (ServerProcess server : servers.reversed()) {
      server.close();
    }
    Files.walkFileTree(path, new Removal());
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // the server has removed it itself
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
