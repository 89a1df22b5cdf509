// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ExportOption;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;

/**
 * A pipe between this process and a child that is about to be started.
 *
 * <p>The near end is a connector. The far end has a number, by which the JVM opens it for the child
 * while it starts that; afterwards it is closed here, so that the child alone holds it, and its end
 * is the end of the pipe. As the JVM opens it anew, or duplicates it, the child's end waits, as
 * programs expect.
 */
final class ChildPipe implements Closeable {
  private static final int GONE = -1;

  /** Opening a file of this folder opens the pipe anew. */
  private static final File REOPENING = new File("/proc/self/fd");

  /** Opening a file of this one duplicates the descriptor, or is the same as the other. */
  private static final File DUPLICATING = new File("/dev/fd");

  private final Packetloom loom;
  private final File folder;
  private final StreamConnector near;

  /** The number of the far end, {@link #GONE} once it is closed; for the starting thread only. */
  private int far;

  private ChildPipe(Packetloom loom, File folder, StreamConnector near, int far) {
    this.loom = loom;
    this.folder = folder;
    this.near = near;
    this.far = far;
  }

  /** A pipe whose near end is written to. */
  static ChildPipe toChild(Packetloom loom) throws IOException {
    return open(loom, "anon://?direction=write");
  }

  /** A pipe whose near end is read from. */
  static ChildPipe fromChild(Packetloom loom) throws IOException {
    return open(loom, "anon://?direction=read");
  }

  private static ChildPipe open(Packetloom loom, String uri) throws IOException {
    File folder = folder();
    Pair pair = loom.pair(uri);
    try {
      int far = pair.second().exportDescriptor(ExportOption.HAND_OVER, ExportOption.BLOCKING);
      return new ChildPipe(loom, folder, pair.first(), far);
    } catch (Throwable e) {
      pair.close();
      throw e;
    }
  }

  /** Where the system shows a process its own descriptors as files. */
  private static File folder() throws CapabilityException {
    for (File folder : new File[] {REOPENING, DUPLICATING}) {
      if (folder.isDirectory()) {
        return folder;
      }
    }
    throw new CapabilityException(
        "child process with connectors",
        "there is neither /proc/self/fd nor /dev/fd to hand a pipe over",
        "mount /proc");
  }

  StreamConnector near() {
    return near;
  }

  /** What the JVM opens for the child. */
  File file() {
    return new File(folder, Integer.toString(far));
  }

  /** To be called once the child was started, or could not be. */
  void closeFar() throws IOException {
    int number = far;
    far = GONE;
    if (number == GONE) {
      return;
    }
    try {
      close(loom, number);
    } catch (ConnectorClosedException _) { // the toolkit was closed meanwhile
      close(Packetloom.shared(), number);
    }
  }

  /** Closes a number; where the child shares its open file, that stays as it is. */
  private void close(Packetloom closing, int number) throws IOException {
    StreamConnector last =
        folder.equals(REOPENING)
            ? closing.adopt(number, StreamConnector.class) // needs no descriptor more
            : closing.connect("fd:///" + number + "?close=yes");
    last.close();
  }

  /** Closes both ends. */
  @Override
  public void close() throws IOException {
    try (near) {
      closeFar();
    }
  }
}
