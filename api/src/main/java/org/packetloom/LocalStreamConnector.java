// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A stream or a sequence of records over a Unix-domain socket, with what such sockets have besides:
 * descriptors can be passed, and the system vouches for the peer. Every stream connector of the
 * scheme {@code local} is one, accepted ones included.
 *
 * <p><b>Records.</b> With {@code behaviour=seqpacket} each write is one record, empty ones
 * included, and each read gives one. A read with too little room throws {@link
 * RecordTooLongException} and leaves the record where it is, to be read with more room. An empty
 * record reads as 0 bytes, the end as −1; where 0 also means "not now" ({@code tryRead}, {@code
 * blocking=no}) use {@link #tryReceive}. {@code readFully} joins records, and never splits one. The
 * input view joins them too; each write to the output view is one record.
 *
 * <p><b>Descriptors</b> come with the message, or the place in the stream, that they were sent
 * with. Only {@link #receive} takes them; a plain read of the same bytes has the system close them.
 */
public interface LocalStreamConnector extends StreamConnector {
  /**
   * Sends bytes, or one record, with descriptors; waits until all bytes are taken.
   *
   * @param source is drained on return; at least 1 byte if it is a stream, as descriptors need a
   *     byte to go with
   * @param passed what goes along, at most 253 descriptors; the sender keeps its own
   * @throws IllegalArgumentException if a stream has no byte to send, or one of {@code passed} has
   *     no descriptor, or there are too many
   * @throws ConnectorClosedException if this, or one of {@code passed}, is closed
   * @throws MessageTooLargeException if it is a record beyond what the system takes
   * @throws IOException as listed at {@link StreamConnector}; the descriptors went if a byte did
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  void send(ByteBuffer source, List<? extends Passable> passed) throws IOException;

  /**
   * Receives a piece of the stream, or one record, with the descriptors that came along; waits
   * until there is one.
   *
   * @param destination at least 1 byte remaining if it is a stream
   * @param mostDescriptors room for descriptors, 0 to 253
   * @return sizes and descriptors; closing it closes the descriptors that are left
   * @throws IllegalArgumentException if there is no room for a byte of a stream, or {@code
   *     mostDescriptors} is out of range
   * @throws RecordTooLongException if a record does not fit; it stays
   * @throws ConnectorTimeoutException also if there is nothing and the connector was opened with
   *     {@code blocking=no}: {@link #tryReceive} has a result for that
   * @throws IOException as listed at {@link StreamConnector}
   */
  LocalMessage receive(ByteBuffer destination, int mostDescriptors) throws IOException;

  /**
   * Receives what is there, without waiting.
   *
   * @param destination as for {@link #receive}
   * @param mostDescriptors as for {@link #receive}
   * @return sizes and descriptors; empty for not now
   * @throws IOException as {@link #receive}, but never for a deadline or an interrupt
   */
  Optional<LocalMessage> tryReceive(ByteBuffer destination, int mostDescriptors) throws IOException;

  /**
   * Who connected or listened at the other end, as of then; of a pair, this process.
   *
   * @return the process, its user and all its groups
   * @throws ConnectorClosedException if the connector is closed
   * @throws IOException for errors of the system, implementing {@link NativeFailure}
   */
  PeerCredentials peerCredentials() throws IOException;

  /**
   * A hold on the process that connected or listened at the other end.
   *
   * @return the hold, to be closed
   * @throws CapabilityException if the system cannot tell, as Linux before 6.5
   * @throws ConnectorClosedException if the connector is closed
   * @throws IOException for errors of the system, implementing {@link NativeFailure}
   */
  PeerProcess peerProcess() throws IOException;
}
