// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Storage for datagrams, to receive and send many with one call of the system and without an object
 * for each.
 *
 * <p>Datagrams have indexes from 0 to {@link #count()}. Those that were received can be sent as
 * they are, and then go back to their senders, from the address they had been sent to if that is
 * known:
 *
 * <p>
 *
 * {@snippet :
 * try (var batch = connector.batch(64, 1500)) {
 *   while (true) {
 *     connector.receive(batch);
 *     connector.send(batch); // an echo server
 *   }
 * }
 * }
 *
 * <p>How many calls and messages of the system carry them is no part of the contract: where the
 * system can cut one message into datagrams ({@link Capability#UDP_SEGMENTS}), those that follow
 * each other with the same peer, own address and size, the last of which may be shorter, go as one,
 * 64 of them or 65 507 bytes at most. Receivers see the same datagrams in the same order either
 * way, failures name the same datagram, and each counts by itself; a batch that has those for one
 * peer next to each other costs the least. Two things differ where both ends are on one machine: a
 * receiver with {@linkplain DatagramConnector#receiveOffload(boolean) receive offload} gets them
 * joined, and of those to a port that nobody has a {@linkplain DatagramConnector#errorListener
 * listener} hears once for all that went as one.
 *
 * <p>Belongs to one thread at a time, except that any thread may close it. The memory is outside of
 * the heap: it is freed by {@link #close()} and by nothing else.
 */
public interface DatagramBatch extends AutoCloseable {
  /**
   * How many datagrams it holds at most.
   *
   * @return as chosen when it was made
   */
  int capacity();

  /**
   * How many bytes a datagram has at most.
   *
   * @return as chosen when it was made
   */
  int bytesEach();

  /**
   * How many datagrams it holds.
   *
   * @return as received, or added
   */
  int count();

  /**
   * Chooses how many datagrams are to be sent, and begins with the first.
   *
   * @param datagrams 0 to {@link #capacity()}
   * @return this batch
   * @throws IllegalArgumentException if it is out of range
   */
  DatagramBatch count(int datagrams);

  /**
   * The index of the next datagram to be sent.
   *
   * <p>When sending fails it is the one that failed: those before are gone, it and those behind are
   * not.
   *
   * @return {@link #count()} when all are sent; 0 after receiving
   */
  int position();

  /**
   * Chooses the next datagram to be sent: one that failed can be left out, or all sent once more.
   *
   * @param index 0 to {@link #count()}
   * @return this batch
   * @throws IllegalArgumentException if it is out of range
   */
  DatagramBatch position(int index);

  /**
   * Forgets all datagrams.
   *
   * @return this batch
   */
  DatagramBatch clear();

  /**
   * Adds a datagram for the connected peer.
   *
   * @param source its remaining bytes are copied, and it is drained
   * @return this batch
   * @throws IllegalStateException if it is full
   * @throws IllegalArgumentException if there are more bytes than {@link #bytesEach()}
   */
  DatagramBatch add(ByteBuffer source);

  /**
   * Adds a datagram.
   *
   * @param source its remaining bytes are copied, and it is drained
   * @param peer where to
   * @return this batch
   * @throws IllegalStateException if it is full
   * @throws IllegalArgumentException if there are more bytes than {@link #bytesEach()}, or the
   *     address is unresolved or of a foreign kind
   */
  DatagramBatch add(ByteBuffer source, SocketAddress peer);

  /**
   * The bytes of a datagram.
   *
   * @param index of the datagram
   * @return always the same buffer over its storage; position and limit are set to the first and
   *     behind the last byte with each call
   */
  ByteBuffer data(int index);

  /**
   * The storage of a datagram, to be filled; {@link #size(int, int)} follows.
   *
   * @param index of the datagram
   * @return the buffer of {@link #data(int)}, with its limit at {@link #bytesEach()}
   */
  ByteBuffer room(int index);

  /**
   * Bytes of a datagram that are here.
   *
   * @param index of the datagram
   * @return 0 for an empty one
   */
  int size(int index);

  /**
   * Chooses how many bytes of its storage a datagram has.
   *
   * @param index of the datagram
   * @param bytes 0 to {@link #bytesEach()}
   * @return this batch
   * @throws IllegalArgumentException if it is out of range
   */
  DatagramBatch size(int index, int bytes);

  /**
   * Bytes of a datagram as it was sent.
   *
   * @param index of the datagram
   * @return more than {@link #size(int)} if it did not fit, and its end is lost
   */
  int fullSize(int index);

  /**
   * Where a datagram came from or goes.
   *
   * @param index of the datagram
   * @return empty for a sender without address, or for the connected peer; mostly the same object
   *     for the same address
   */
  Optional<SocketAddress> peer(int index);

  /**
   * Chooses where a datagram goes.
   *
   * @param index of the datagram
   * @param peer where to
   * @return this batch
   * @throws IllegalArgumentException if it is unresolved or of a foreign kind
   */
  DatagramBatch peer(int index, SocketAddress peer);

  /**
   * Sends a datagram where another one goes or came from, without an object for the address.
   *
   * @param index of the datagram
   * @param from index of the other
   * @return this batch
   */
  DatagramBatch copyPeer(int index, int from);

  /**
   * Whether two datagrams have the same peer.
   *
   * @param one index of a datagram
   * @param other index of another
   * @return true also if both have none
   */
  boolean isSamePeer(int one, int other);

  /**
   * The size of the datagrams that an entry consists of, if it is not one: received ones that the
   * system had joined, or some to be sent together. The last may be shorter.
   *
   * @param index of the entry
   * @return bytes; 0 for a single datagram
   * @see DatagramConnector#receiveOffload(boolean)
   */
  int segmentSize(int index);

  /**
   * Has an entry sent as several datagrams, by the system or the network card where they can, else
   * one by one.
   *
   * @param index of the entry
   * @param bytes of each datagram but the last; 0 for a single datagram
   * @return this batch
   * @throws IllegalArgumentException if it is negative or above 65 535
   */
  DatagramBatch segmentSize(int index, int bytes);

  /**
   * The own address that a datagram was sent to, if the connector tells, or is to be sent from.
   *
   * @param index of the datagram
   * @return empty if it is not known, or left to the system; for a group, the address to answer
   *     from where the system knows one
   * @see DatagramConnector#packetInfo(boolean)
   */
  Optional<InetAddress> localAddress(int index);

  /**
   * The interface that a datagram came through, if the connector tells, or is to leave through.
   *
   * @param index of the datagram
   * @return its number, 0 if it is not known or left to the system
   * @see java.net.NetworkInterface#getByIndex(int)
   */
  int interfaceIndex(int index);

  /**
   * Chooses what a datagram is sent from; both are left to the system otherwise.
   *
   * @param index of the datagram
   * @param address one of this machine
   * @param interfaceIndex number of an interface, 0 to leave it to the system
   * @return this batch
   */
  DatagramBatch sendFrom(int index, InetAddress address, int interfaceIndex);

  /**
   * Leaves it to the system what a datagram is sent from.
   *
   * @param index of the datagram
   * @return this batch
   */
  DatagramBatch sendFromAnywhere(int index);

  /** Frees the memory, after a call that is in progress. Does nothing if it is closed. */
  @Override
  void close();
}
