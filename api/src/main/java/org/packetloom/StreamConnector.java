// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.packetloom.event.QueuedWriting;
import org.packetloom.proxy.ProxyHeader;

/**
 * A connector through which a stream of bytes flows both ways.
 *
 * <p>Reading and writing are independent: each direction has its own deadline, timeout and queue of
 * waiting threads. Several threads may wait in one direction; the first of them moves bytes, the
 * others follow in order. A write is one block: those of several threads never interleave.
 *
 * <p><b>How calls end.</b> Every method here that waits throws
 *
 * <ul>
 *   <li>{@link ConnectorTimeoutException} when a deadline passes; also at once, and before anything
 *       is moved, if it has passed already;
 *   <li>{@link ConnectorInterruptedException} or {@link ConnectorClosedByInterruptException} when
 *       the thread is interrupted, as the {@link InterruptPolicy} says;
 *   <li>{@link ConnectorClosedException} if the connector is closed, {@link
 *       ConnectorClosedWhileWaitingException} if that happens during the call;
 *   <li>{@link ConnectionResetException} or {@link BrokenPipeException} if the peer is gone, {@link
 *       SystemFailureException} for other errors of the system;
 *   <li>{@link PollerFailedException} if the poller behind it died.
 * </ul>
 *
 * All of them implement {@link TransferFailure}; positions of buffers agree with its {@code
 * bytesMoved()}.
 */
public interface StreamConnector
    extends Connector, QueuedWriting, Lookahead, ScatterGather, ByteChannel, ScatteringByteChannel {
  /**
   * Reads some bytes; waits until there is at least one.
   *
   * @param destination receives up to its remaining bytes
   * @return the number of bytes, at least 1; −1 at the end; 0 only if nothing remains in {@code
   *     destination}, or if there is nothing to read and the connector was opened with {@code
   *     blocking=no}
   * @throws IOException as the class comment lists
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  @Override
  int read(ByteBuffer destination) throws IOException;

  /**
   * Reads some bytes into an array; waits until there is at least one.
   *
   * @param destination receives the bytes
   * @param offset index of the first
   * @param length the most to read
   * @return the number of bytes, at least 1; −1 at the end; 0 only if {@code length} is 0, or if
   *     there is nothing to read and the connector was opened with {@code blocking=no}
   * @throws IndexOutOfBoundsException if the range does not fit
   * @throws IOException as the class comment lists
   */
  int read(byte[] destination, int offset, int length) throws IOException;

  /**
   * Reads some bytes into an array, as {@link #read(byte[], int, int)}.
   *
   * @param destination receives up to its length
   * @return the number of bytes, or −1 at the end
   * @throws IOException as the class comment lists
   */
  default int read(byte[] destination) throws IOException {
    return read(destination, 0, destination.length);
  }

  /**
   * Reads until the buffer is full.
   *
   * <p>No other thread's read comes between the pieces. On an exception the buffer's position tells
   * what arrived. It waits even if the connector was opened with {@code blocking=no}: part of what
   * was asked for is of no use.
   *
   * @param destination is full on return
   * @throws EOFException if the stream ends first
   * @throws IOException as the class comment lists
   */
  void readFully(ByteBuffer destination) throws IOException;

  /**
   * Reads until the array is full, as {@link #readFully(ByteBuffer)}.
   *
   * @param destination is full on return
   * @throws EOFException if the stream ends first
   * @throws IOException as the class comment lists
   */
  default void readFully(byte[] destination) throws IOException {
    readFully(ByteBuffer.wrap(destination));
  }

  /**
   * Reads what is there, without waiting.
   *
   * @param destination receives up to its remaining bytes
   * @return the number of bytes; 0 for not now; −1 at the end
   * @throws IOException as the class comment lists, but never for a deadline or an interrupt
   */
  @Override
  int tryRead(ByteBuffer destination) throws IOException;

  /**
   * Reads into several buffers in turn; waits until there is at least one byte.
   *
   * @throws IOException as the class comment lists
   * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">readv(2)</a>
   */
  @Override
  long read(ByteBuffer[] destinations, int offset, int length) throws IOException;

  @Override
  default long read(ByteBuffer[] destinations) throws IOException {
    return read(destinations, 0, destinations.length);
  }

  /**
   * Reads some bytes with flags; without any, as {@link #read(ByteBuffer)}.
   *
   * @param destination receives up to its remaining bytes
   * @param flags what is asked of this read
   * @return the number of bytes, −1 at the end
   * @throws CapabilityException if the kind of connector lacks a flag
   * @throws IOException as the class comment lists
   */
  default int read(ByteBuffer destination, ReceiveFlag... flags) throws IOException {
    return PlainStream.read(this, destination, flags);
  }

  @Override
  default int readUntil(byte delimiter, ByteBuffer destination) throws IOException {
    return PlainStream.readUntil(this, delimiter, destination);
  }

  @Override
  default boolean isAlive() {
    return isOpen();
  }

  /**
   * Writes all remaining bytes, or throws.
   *
   * <p>With {@code blocking=no} it writes what fits now.
   *
   * @param source is drained on return
   * @return the number of bytes that remained
   * @throws IOException as the class comment lists; the position tells what was taken
   * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
   */
  @Override
  int write(ByteBuffer source) throws IOException;

  /**
   * Writes all bytes of a range, or throws.
   *
   * <p>With {@code blocking=no} it writes what fits now.
   *
   * @param source holds the bytes
   * @param offset index of the first
   * @param length how many
   * @return {@code length}; less only with {@code blocking=no}
   * @throws IndexOutOfBoundsException if the range does not fit
   * @throws IOException as the class comment lists
   */
  int write(byte[] source, int offset, int length) throws IOException;

  /**
   * Writes a whole array, or throws.
   *
   * @param source holds the bytes
   * @return its length; less only with {@code blocking=no}
   * @throws IOException as the class comment lists
   */
  default int write(byte[] source) throws IOException {
    return write(source, 0, source.length);
  }

  /**
   * Writes all remaining bytes with flags, or throws; without flags, as {@link #write(ByteBuffer)}.
   *
   * @param source is drained on return
   * @param flags what is asked of this write
   * @return the number of bytes that remained; less only with {@code blocking=no}
   * @throws CapabilityException if the kind of connector lacks a flag; nothing was written
   * @throws IOException as the class comment lists; the position tells what was taken
   */
  default int write(ByteBuffer source, SendFlag... flags) throws IOException {
    return PlainStream.write(this, source, flags);
  }

  /**
   * Writes part of a file, which is read in blocks by the calling thread.
   *
   * @param file open for reading; its own position stays
   * @param position of the first byte
   * @param count how many bytes
   * @return the number of bytes; less than {@code count} if the file ends before, or with {@code
   *     blocking=no}
   * @throws IllegalArgumentException if {@code position} or {@code count} is negative
   * @throws IOException as the class comment lists, or from the file
   */
  default long sendFile(FileChannel file, long position, long count) throws IOException {
    return PlainStream.sendFile(this, file, position, count);
  }

  /**
   * Writes part of a file; the system moves the bytes without copying them where it can.
   *
   * @param file its path; opened for this call
   * @param position of the first byte
   * @param count how many bytes; {@code Long.MAX_VALUE} for all there are
   * @return the number of bytes; less than {@code count} if the file ends before, or with {@code
   *     blocking=no}
   * @throws IllegalArgumentException if {@code position} or {@code count} is negative
   * @throws IOException as the class comment lists, or if the file cannot be opened or read
   * @see <a href="https://man7.org/linux/man-pages/man2/sendfile.2.html">sendfile(2)</a>
   */
  default long sendFile(Path file, long position, long count) throws IOException {
    PlainStream.ensureRange(position, count);
    try (FileChannel channel = FileChannel.open(file)) {
      return sendFile(channel, position, count);
    }
  }

  /**
   * Writes what fits now, without waiting.
   *
   * @param source its position moves by what was taken
   * @return the number of bytes; 0 for not now
   * @throws IOException as the class comment lists, but never for a deadline or an interrupt
   */
  @Override
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * Writes all remaining bytes of several buffers as one block, or throws.
   *
   * @throws IOException as the class comment lists; positions tell what was taken
   * @see <a href="https://man7.org/linux/man-pages/man2/writev.2.html">writev(2)</a>
   */
  @Override
  long write(ByteBuffer[] sources, int offset, int length) throws IOException;

  @Override
  default long write(ByteBuffer[] sources) throws IOException {
    return write(sources, 0, sources.length);
  }

  /**
   * The address of the far end, known from the moment of opening.
   *
   * @return empty for a connector without addresses, such as a pipe
   */
  Optional<SocketAddress> peerAddress();

  /**
   * Takes over what a proxy at the far end has told: from now on {@link #peerAddress()} is the
   * address of the proxy's client, and {@link #localAddress()} the one that the client connected
   * to, if the header has them. Failures still name the ends of the connection itself.
   *
   * @param header what was received before the first byte of the stream
   * @return this connector
   * @throws UnsupportedOperationException if the connector cannot
   */
  default StreamConnector proxied(ProxyHeader header) {
    throw new UnsupportedOperationException("proxied by " + header);
  }

  /**
   * What a proxy at the far end has told.
   *
   * @return empty unless {@link #proxied} was called
   */
  default Optional<ProxyHeader> proxyHeader() {
    return Optional.empty();
  }

  /**
   * All bytes that were read so far, in whatever form.
   *
   * <p>May be asked at any time, by any thread, also after close; costs nothing. Of calls that run
   * meanwhile it may or may not show the bytes.
   *
   * @return zero or more, never less than before
   */
  long bytesRead();

  /**
   * All bytes that were written so far, that is taken by the system, as {@link #bytesRead()}.
   *
   * @return zero or more, never less than before
   */
  long bytesWritten();

  /**
   * Whether a thread waits in a read at this moment, because the peer has not sent what it wants.
   *
   * @return false if nobody reads, or if the connector cannot tell
   */
  default boolean isAwaitingInput() {
    return false;
  }

  /**
   * Whether a thread waits in a write at this moment, because the peer does not take what was sent.
   *
   * @return false if nobody writes, or if the connector cannot tell
   */
  default boolean isAwaitingOutput() {
    return false;
  }

  /**
   * A view that reads from this connector.
   *
   * <p>Its {@code available()} asks the system; closing it closes the connector.
   *
   * @return always the same view
   */
  InputStream inputStream();

  /**
   * A view that writes to this connector.
   *
   * <p>It keeps no bytes back. After a write that stopped in the middle every further one throws
   * {@link TornWriteException}. Closing it closes the connector.
   *
   * @return always the same view
   */
  OutputStream outputStream();

  /**
   * Ends reading: from now on, and for threads that wait, reads report the end.
   *
   * @return this connector
   * @throws IOException if the connector is closed or the system refuses
   */
  StreamConnector shutdownInput() throws IOException;

  /**
   * Ends writing: the peer sees the end once it has read what was written.
   *
   * @return this connector
   * @throws IOException if the connector is closed or the system refuses
   * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
   */
  StreamConnector shutdownOutput() throws IOException;

  /**
   * Sets the point at which reads end, those in progress included. Writes do not care.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this connector
   */
  StreamConnector readDeadline(Deadline deadline);

  /**
   * Sets the point at which writes end, those in progress included. Reads do not care.
   *
   * @param deadline {@link Deadline#NONE} to take it away
   * @return this connector
   */
  StreamConnector writeDeadline(Deadline deadline);

  /**
   * Limits how long each single read may wait, from its own first wait on.
   *
   * @param timeout zero for no limit
   * @return this connector
   * @throws IllegalArgumentException if it is negative
   */
  StreamConnector readTimeout(Duration timeout);

  /**
   * Limits how long each single write may go without moving a byte.
   *
   * @param timeout zero for no limit
   * @return this connector
   * @throws IllegalArgumentException if it is negative
   */
  StreamConnector writeTimeout(Duration timeout);

  @Override
  StreamConnector interruptPolicy(InterruptPolicy policy);
}
