// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.packetloom.Capability;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.Packetloom;
import org.packetloom.StreamConnector;
import org.packetloom.examples.echo.Figures;

/** Cancels a thread that reads from a pipe with a name into which nobody writes. */
final class FifoProof implements Proof {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  @Override
  public String title() {
    return "interrupt a thread that waits in a read from a FIFO";
  }

  @Override
  public Optional<Capability> needs() {
    return Optional.of(Capability.FIFO);
  }

  @Override
  public String ours(Packetloom loom) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("packetloom");
    Path fifo = folder.resolve("fifo");
    try {
      make(fifo);
      try (StreamConnector reader = loom.connect("fifo://" + fifo + "?direction=read")) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reading = loom.threadFactory().newThread(() -> read(reader, thrown));
        reading.start();
        Proof.awaitParked(reading);
        long start = System.nanoTime();
        reading.interrupt();
        reading.join();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (!(thrown.get() instanceof ConnectorInterruptedException)) {
          throw new IOException("the read ended with " + thrown.get());
        }
        return "the read ends after %s, and the FIFO can be read on"
            .formatted(Figures.time(elapsed));
      }
    } finally {
      Files.deleteIfExists(fifo);
      Files.delete(folder);
    }
  }

  private static void read(StreamConnector reader, AtomicReference<Throwable> thrown) {
    try {
      reader.read(new byte[1]);
    } catch (IOException | RuntimeException e) {
      thrown.set(e);
    }
  }

  @Override
  public String theirs() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("packetloom");
    Path fifo = folder.resolve("fifo");
    try {
      make(fifo);
      Thread reading = Thread.ofVirtual().start(() -> readByTheJdk(fifo));
      // a writer that writes nothing: the reader's open returns, and its read waits
      try (FileOutputStream writer = new FileOutputStream(fifo.toFile())) {
        reading.interrupt();
        boolean isEnded = reading.join(PATIENCE);
        writer.write(1);
        reading.join();
        return isEnded
            ? "the read ends"
            : "FileInputStream: still in the read after %s, and a carrier with it; only a byte ends it"
                .formatted(Figures.time(PATIENCE));
      }
    } finally {
      Files.deleteIfExists(fifo);
      Files.delete(folder);
    }
  }

  private static void readByTheJdk(Path fifo) {
    try (FileInputStream reader = new FileInputStream(fifo.toFile())) {
      reader.read();
    } catch (IOException _) {
      // It would have ended by the interrupt, which is what we want to see.
    }
  }

  private static void make(Path fifo) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
    if (mkfifo.waitFor() != 0) {
      throw new IOException("mkfifo " + fifo + " failed");
    }
  }
}
