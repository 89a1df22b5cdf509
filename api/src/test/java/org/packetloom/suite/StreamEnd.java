// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/**
 * One end of a stream under test.
 *
 * <p>Methods mean what those of {@link org.packetloom.StreamConnector} with the same names mean.
 * What an end lacks throws {@link UnsupportedOperationException}; suites ask its row for the {@link
 * Feature} first.
 */
public interface StreamEnd extends AutoCloseable {
  int read(ByteBuffer destination) throws IOException;

  int read(byte[] destination, int offset, int length) throws IOException;

  void readFully(ByteBuffer destination) throws IOException;

  int tryRead(ByteBuffer destination) throws IOException;

  long read(ByteBuffer[] destinations) throws IOException;

  int write(ByteBuffer source) throws IOException;

  int write(byte[] source, int offset, int length) throws IOException;

  int tryWrite(ByteBuffer source) throws IOException;

  long write(ByteBuffer[] sources) throws IOException;

  Optional<SocketAddress> localAddress() throws IOException;

  Optional<SocketAddress> peerAddress() throws IOException;

  InputStream inputStream();

  OutputStream outputStream();

  void shutdownInput() throws IOException;

  void shutdownOutput() throws IOException;

  void readDeadline(Deadline deadline);

  void writeDeadline(Deadline deadline);

  void readTimeout(Duration timeout);

  void writeTimeout(Duration timeout);

  void interruptPolicy(InterruptPolicy policy);

  /** Reads one option of the socket, whichever: for tests that call everything at once. */
  void readAnOption() throws IOException;

  /** Closes abruptly, so that the peer sees a reset. */
  void reset() throws IOException;

  boolean isOpen();

  /** The type of exception that this end throws for a failure. */
  Class<? extends Throwable> type(Failure failure);

  @Override
  void close() throws IOException;

  /** Reads one byte; fails the test at the end of the stream. */
  default byte readByte() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    readFully(one);
    return one.get(0);
  }

  /** Writes one byte. */
  default void writeByte(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** The connector itself, for what goes beyond reads and writes. */
  StreamConnector connector();

  /** Writes a whole array. */
  default void write(byte[] source) throws IOException {
    write(source, 0, source.length);
  }
}
