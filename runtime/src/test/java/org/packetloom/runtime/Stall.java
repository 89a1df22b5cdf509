// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A way to keep a carrier from everything else, until told to end. */
interface Stall extends Runnable, AutoCloseable {
  /** Stalls its caller; any number of threads may. */
  @Override
  void run();

  /** Has everybody go on. */
  @Override
  void close();

  /** The ways. */
  enum Kind {
    COMPUTE,
    NATIVE,
    CLASS_INITIALISER
  }

  /** Prepares a stall. */
  static Stall of(Kind kind) {
    return switch (kind) {
      case COMPUTE -> new Computing();
      case NATIVE -> new InNativeCode();
      case CLASS_INITIALISER -> new InClassInitialiser();
    };
  }

  /** Computes. */
  final class Computing implements Stall {
    private volatile boolean isOver;

    @Override
    public void run() {
      while (!isOver) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      isOver = true;
    }
  }

  /** Opens fifos, one for each caller, that nobody writes to yet, and reads from them. */
  final class InNativeCode implements Stall {
    private final List<Path> fifos = new ArrayList<>(); // guarded by this
    private boolean isOver; // guarded by this

    @Override
    public void run() {
      try {
        Optional<Path> fifo = fifo();
        if (fifo.isPresent()) {
          try (InputStream input = new FileInputStream(fifo.get().toFile())) {
            input.readAllBytes();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** None for a caller that comes late: nobody would write to its own. */
    private synchronized Optional<Path> fifo() throws IOException {
      if (isOver) {
        return Optional.empty();
      }
      Path fifo = Files.createTempDirectory("packetloom-stall").resolve("fifo");
      try {
        new ProcessBuilder(Tools.find("mkfifo"), fifo.toString()).start().waitFor();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      fifos.add(fifo);
      return Optional.of(fifo);
    }

    @Override
    public synchronized void close() {
      isOver = true;
      try {
        for (Path fifo : fifos) {
          new FileOutputStream(fifo.toFile()).close();
          Files.delete(fifo);
          Files.delete(fifo.getParent());
        }
        fifos.clear();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Initialises a class, which does not end; other callers wait for that in the JVM. */
  final class InClassInitialiser implements Stall {
    private static volatile CountDownLatch current; // what the class waits for

    private final CountDownLatch latch = new CountDownLatch(1);
    private final Class<?> slow = new Fresh().define();

    @Override
    public void run() {
      current = latch;
      try {
        Class<?> unused = Class.forName(slow.getName(), true, slow.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Called by the class. */
    static void await() {
      CountDownLatch end = current;
      synchronized (end) { // held by a thread that cannot leave its carrier
        try {
          end.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void close() {
      latch.countDown();
    }

    /** Defines the class anew. */
    private static final class Fresh extends ClassLoader {
      Class<?> define() {
        String name = SlowClass.class.getName();
        try (InputStream file = SlowClass.class.getResourceAsStream("Stall$SlowClass.class")) {
          byte[] bytes = file.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /**
   * What {@code SlowClass} calls: found by any class loader, as that class's own package differs.
   */
  final class Door {
    private Door() {}

    /** Waits for the end of the stall. */
    public static void await() {
      InClassInitialiser.await();
    }
  }

  /** Not ready before the stall ends. */
  final class SlowClass {
    static {
      Door.await();
    }

    private SlowClass() {}
  }
}
