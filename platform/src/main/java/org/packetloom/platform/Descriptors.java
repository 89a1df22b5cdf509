// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * The calls that open, name, set and close descriptors.
 *
 * <p>None of them waits. All return the negated error number on failure. Safe for use by any
 * thread; the caller sees to it that a descriptor is not closed under another call.
 */
public interface Descriptors extends SocketSettings {
  /**
   * Opens a socket, non-blocking and close-on-exec.
   *
   * @param family its family
   * @param type its type; {@link SocketType#SEQPACKET} only with {@link Family#LOCAL}
   * @return the descriptor
   */
  int socket(Family family, SocketType type);

  /**
   * Opens two connected Unix-domain sockets, non-blocking and close-on-exec.
   *
   * @param type their type
   * @param two receives the descriptors
   * @return 0
   */
  int socketPair(SocketType type, int[] two);

  /**
   * Opens a pipe, non-blocking and close-on-exec.
   *
   * @param two receives the reading and the writing end
   * @return 0
   */
  int pipe(int[] two);

  /**
   * Changes how much a pipe holds.
   *
   * @param descriptor one of its ends
   * @param bytes how much; rounded up by the system
   * @return what it holds now
   */
  int pipeCapacity(int descriptor, int bytes);

  /**
   * Opens a file for reading, close-on-exec; waits for the disk if it has to, but never for the
   * other end of a FIFO.
   *
   * @param path its path
   * @return the descriptor
   */
  int openFile(String path);

  /**
   * Gives a socket its address.
   *
   * @param descriptor a socket
   * @param address an address of its family
   * @return 0
   */
  int bind(int descriptor, NativeAddress address);

  /**
   * Chooses the one peer of a datagram socket.
   *
   * @param descriptor a datagram socket
   * @param peer the peer; {@link NativeAddress.None} to give the peer up, with which a port that
   *     the system had chosen is lost
   * @return 0
   */
  int choosePeer(int descriptor, NativeAddress peer);

  /**
   * What sockets of datagrams can do beyond that.
   *
   * @return always the same object
   */
  DatagramSockets datagrams();

  /**
   * Has a socket accept connections.
   *
   * @param descriptor a bound socket
   * @param backlog the most that may wait; cut by the system
   * @return 0
   */
  int listen(int descriptor, int backlog);

  /**
   * The address of the near end.
   *
   * @param descriptor a socket
   * @param into receives the address
   * @return 0
   */
  int localAddress(int descriptor, NativeAddress.Box into);

  /**
   * The address of the far end.
   *
   * @param descriptor a socket
   * @param into receives the address
   * @return 0
   */
  int peerAddress(int descriptor, NativeAddress.Box into);

  /**
   * Ends directions of a connection.
   *
   * @param descriptor a socket
   * @param directions {@link Transfer#READ}, {@link Transfer#WRITE} or both
   * @return 0
   */
  int shutdown(int descriptor, int directions);

  /**
   * Counts the bytes that can be read at once.
   *
   * @param descriptor a socket or pipe
   * @return the number of bytes
   */
  int available(int descriptor);

  /**
   * Closes a descriptor. It is gone whatever the result.
   *
   * @param descriptor any
   * @return 0
   */
  int close(int descriptor);
}
