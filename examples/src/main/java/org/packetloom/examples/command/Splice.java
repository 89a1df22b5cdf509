// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.StreamConnector;

/**
 * Moves bytes between the standard streams and a connector, both ways at once, in constant memory.
 *
 * <p>Two platform threads do it: the standard streams may block in the kernel, and would take the
 * carrier of a virtual thread with them.
 */
final class Splice {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final StandardStreams streams;
  private final StreamConnector peer;
  private final boolean isEndPassedOn;
  private final AtomicLong sent = new AtomicLong(); // written by the sending thread only
  private final AtomicLong received = new AtomicLong(); // written by the receiving thread only

  /** What ended the sending thread; written by it before it ends, read after it was joined. */
  private Optional<IOException> sendFailure = Optional.empty();

  Splice(StandardStreams streams, StreamConnector peer, boolean isEndPassedOn) {
    this.streams = streams;
    this.peer = peer;
    this.isEndPassedOn = isEndPassedOn;
  }

  /** Bytes of standard input that the connector took. */
  long sentBytes() {
    return sent.get();
  }

  /** Bytes of the connector that standard output took. */
  long receivedBytes() {
    return received.get();
  }

  /**
   * Runs until both directions have ended, or until the peer's has if the end of standard input is
   * not passed on; the calling thread receives.
   */
  void run() throws IOException, InterruptedException {
    // A daemon: it may sit in a read of standard input while the process ends for another reason.
    Thread sender = Thread.ofPlatform().name("packetloom-send").daemon().start(this::send);
    receive();
    if (!isEndPassedOn && sender.isAlive()) {
      return; // it may wait for standard input for ever, and nobody wants it any more
    }
    sender.join();
    if (sendFailure.isPresent()) {
      throw sendFailure.get();
    }
  }

  private void send() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (readInput(buffer.clear()) >= 0) {
        sent.addAndGet(peer.write(buffer.flip()));
      }
    } catch (IOException e) {
      sendFailure = Optional.of(e);
    }
    if (!isEndPassedOn) {
      return;
    }
    try {
      peer.shutdownOutput();
    } catch (IOException e) {
      sendFailure = sendFailure.or(() -> Optional.of(e));
    }
  }

  private void receive() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (peer.read(buffer.clear()) >= 0) {
      received.addAndGet(writeOutput(buffer.flip()));
    }
  }

  private int readInput(ByteBuffer buffer) throws IOException {
    try {
      return streams.input().read(buffer);
    } catch (IOException e) {
      throw new IOException("standard input: " + e.getMessage(), e);
    }
  }

  private int writeOutput(ByteBuffer buffer) throws IOException {
    int length = buffer.remaining();
    try {
      while (buffer.hasRemaining()) {
        streams.output().write(buffer);
      }
      return length;
    } catch (IOException e) {
      throw new IOException("standard output: " + e.getMessage(), e);
    }
  }
}
