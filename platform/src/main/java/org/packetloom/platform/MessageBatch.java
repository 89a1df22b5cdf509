// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Native storage for messages of a limited size, to receive and send many with one call. Belongs to
 * one thread at a time, except for {@link #close()}.
 *
 * <p>Each message has an index from 0 to the capacity. What was received can be sent as it is: it
 * goes back to where it came from.
 */
public interface MessageBatch extends AutoCloseable {
  /**
   * The storage of a message.
   *
   * @param index of the message
   * @return always the same buffer, with all the bytes that a message may have; using it after
   *     close throws {@link IllegalStateException}
   */
  ByteBuffer data(int index);

  /**
   * Bytes of a message that are in its storage.
   *
   * @param index of the message
   * @return bytes that were received or are to be sent
   */
  int size(int index);

  /**
   * Chooses how many bytes are to be sent, as one datagram.
   *
   * @param index of the message
   * @param bytes from 0 to the size of the storage
   */
  void size(int index, int bytes);

  /**
   * Bytes of a received message before it was cut to fit.
   *
   * @param index of the message
   * @return at least {@link #size(int)}
   */
  int fullSize(int index);

  /**
   * The size of the datagrams that a message consists of, the last of which may be shorter.
   *
   * @param index of the message
   * @return 0 if it is one datagram
   */
  int segmentSize(int index);

  /**
   * Has a message sent as several datagrams.
   *
   * @param index of the message
   * @param bytes of each but the last; 0 for one datagram
   */
  void segmentSize(int index, int bytes);

  /**
   * Bytes of a message that are gone, if it consists of segments and not all could be sent.
   *
   * @param index of the message
   * @return 0 before and after
   */
  int sentBytes(int index);

  /**
   * Where a message came from, or goes.
   *
   * @param index of the message
   * @return {@link NativeAddress.None} for no address; the same object again for one met lately
   */
  NativeAddress peer(int index);

  /**
   * Chooses where a message goes.
   *
   * @param index of the message
   * @param peer {@link NativeAddress.None} for the connected peer
   * @return 0, or the negated error number
   */
  int peer(int index, NativeAddress peer);

  /**
   * Whether two messages have the same peer.
   *
   * @param one index of a message
   * @param other index of another
   * @return true also if both have none
   */
  boolean isSamePeer(int one, int other);

  /**
   * Sends a message where another one goes or came from.
   *
   * @param index of the message
   * @param from index of the other
   */
  void copyPeer(int index, int from);

  /**
   * The own address that a message arrived at or is to be sent from.
   *
   * @param index of the message
   * @return empty if that is not known or left to the system
   */
  Optional<InetAddress> near(int index);

  /**
   * The interface that a message arrived at or is to be sent through.
   *
   * @param index of the message
   * @return its number, 0 if that is not known or left to the system
   */
  int nearInterface(int index);

  /**
   * Chooses what a message is sent from.
   *
   * @param index of the message
   * @param address empty to leave it to the system
   * @param networkInterface its number, 0 to leave it to the system
   */
  void near(int index, Optional<InetAddress> address, int networkInterface);

  /**
   * Forgets a message with all that belongs to it.
   *
   * @param index of the message, which is empty then and has no peer
   */
  void reset(int index);

  /**
   * Moves a message with all that belongs to it.
   *
   * @param from its index
   * @param to its new index, whose message is lost
   */
  void move(int from, int to);

  /** Frees the storage; a call in progress ends first. Does nothing if it is closed. */
  @Override
  void close();
}
