// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sits in system calls that block: half the time in opening a FIFO that nobody writes to yet, half
 * in reading from it.
 */
final class FifoStall implements Runnable {
  private final Path fifo;

  private FifoStall(Path fifo) {
    this.fifo = fifo;
  }

  static List<FifoStall> make(int count) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("packetloom-stall");
    folder.toFile().deleteOnExit();
    List<FifoStall> stalls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path fifo = folder.resolve("fifo" + i);
      int status = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
      if (status != 0) {
        throw new IOException("mkfifo " + fifo + ": status " + status);
      }
      fifo.toFile().deleteOnExit();
      stalls.add(new FifoStall(fifo));
    }
    return stalls;
  }

  @Override
  public void run() {
    Thread.ofPlatform().daemon().start(this::writeLate);
    try (var input = new FileInputStream(fifo.toFile())) {
      if (input.read() < 0) {
        throw new IOException("nothing written to " + fifo);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeLate() {
    try {
      Pause.millis(Stalls.STALL_MILLIS / 2);
      try (var output = new FileOutputStream(fifo.toFile())) {
        Pause.millis(Stalls.STALL_MILLIS / 2);
        output.write(1);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
