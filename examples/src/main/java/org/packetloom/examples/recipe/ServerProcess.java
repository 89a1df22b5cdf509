// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.Deadline;

/**
 * A server of the distribution that runs until it is closed, or this process ends in whatever way.
 *
 * <p>A shell is started that becomes the server; a child of it waits for the end of its standard
 * input, a pipe from this process, and then asks the server to end.
 */
public final class ServerProcess implements AutoCloseable {
  /** PostgreSQL waits for its clients at TERM, and MariaDB does not listen to INT. */
  private static final String KEEPER =
      "exec 3<&0 </dev/null;"
          + " (read -r _ <&3; kill -TERM $$ && kill -INT $$) 2>/dev/null & "
          + " exec 3<&-; exec \"$@\"";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** A look at a server. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks whether the server serves.
     *
     * @throws Exception while it does not
     */
    void look() throws Exception;
  }

  static ServerProcess start(List<String> command, Path folder) throws IOException {
    // what changes the user comes first, so that the keeper may signal the server
    int own = command.getFirst().equals("setpriv") ? 4 : 0;
    List<String> whole = new ArrayList<>(command.subList(0, own));
    whole.addAll(List.of("sh", "-c", KEEPER, "sh"));
    whole.addAll(command.subList(own, command.size()));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ServerProcess(process, log);
  }

  /**
   * Waits until a look succeeds.
   *
   * @param look is repeated
   * @throws IOException if the server ends before that; tells what it said
   */
  public void await(Look look) throws IOException, InterruptedException {
    Deadline end = Deadline.after(LIMIT);
    while (true) {
      try {
        look.look();
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (!process.isAlive() || end.hasPassed()) {
          throw new IOException("the server does not serve: " + Files.readString(log), e);
        }
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Ends the server, gently first. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    boolean isInterrupted = false;
    try {
      process.destroy();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
