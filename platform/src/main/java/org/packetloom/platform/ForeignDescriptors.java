// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;

/**
 * The calls about descriptors that others opened, and about pipes with a name.
 *
 * <p>All return the negated error number on failure. None waits for a peer, but for {@link
 * #readWaiting} and {@link #writeWaiting}. Safe for use by any thread; the caller sees to it that a
 * descriptor is not closed under a call.
 */
public interface ForeignDescriptors {
  /**
   * Makes a pipe with a name.
   *
   * @param path where
   * @param mode its permissions; the system may take some away
   * @return 0
   */
  int makeFifo(byte[] path, int mode);

  /**
   * Opens one end of a pipe with a name, non-blocking and close-on-exec.
   *
   * @param path where; links are followed; anything but such a pipe is refused
   * @param direction {@link Transfer#READ} or {@link Transfer#WRITE}
   * @return the descriptor; {@link Transfer#NOT_READY} for a writing end while nobody reads, of
   *     whose coming no event tells
   */
  int openEnd(byte[] path, int direction);

  /**
   * What is at a path.
   *
   * @param path where
   * @param isFollowing whether a link stands for what it points at
   * @param into receives the answer
   * @return 0
   */
  int identity(byte[] path, boolean isFollowing, FileIdentity.Box into);

  /**
   * What a descriptor stands for.
   *
   * @param descriptor any
   * @param into receives the answer
   * @return 0
   */
  int identity(int descriptor, FileIdentity.Box into);

  /**
   * What a socket is.
   *
   * @param descriptor a socket
   * @param into receives the status
   * @return 0
   */
  int socketStatus(int descriptor, SocketStatus.Box into);

  /**
   * Changes the permissions of an open file.
   *
   * @param descriptor any
   * @param mode the permissions
   * @return 0
   */
  int setMode(int descriptor, int mode);

  /**
   * The directions that a descriptor was opened for.
   *
   * @param descriptor any
   * @return {@link Transfer#READ}, {@link Transfer#WRITE}, both or none
   */
  int directions(int descriptor);

  /**
   * Whether calls on an open file wait.
   *
   * @param descriptor any
   * @return 1 if they do, 0 if not
   */
  int isBlocking(int descriptor);

  /**
   * Chooses whether calls on an open file wait, for everybody who has it open.
   *
   * @param descriptor any
   * @param isBlocking whether they do
   * @return 0
   */
  int setBlocking(int descriptor, boolean isBlocking);

  /**
   * Has a descriptor not survive the start of another program.
   *
   * @param descriptor any
   * @return 0
   */
  int closeOnExec(int descriptor);

  /**
   * Makes another descriptor of the same open file, close-on-exec.
   *
   * @param descriptor any
   * @return the other one
   */
  int duplicate(int descriptor);

  /**
   * Opens the file of a descriptor once more, non-blocking and close-on-exec: the new descriptor
   * shares nothing with the old one but the file.
   *
   * @param descriptor of a {@link FileIdentity.Kind#FIFO} or {@link FileIdentity.Kind#TERMINAL}
   * @param direction {@link Transfer#READ} or {@link Transfer#WRITE}
   * @return the new one
   */
  int reopen(int descriptor, int direction);

  /**
   * What can be done now, without waiting. Everything, always, where the system cannot tell.
   *
   * @param descriptor any
   * @return an or of the constants of {@link Readiness}
   */
  int readiness(int descriptor);

  /**
   * Reads some bytes; waits if the open file is a blocking one, and so holds the thread.
   *
   * @param descriptor any
   * @param destination a direct buffer; its position stays as it is
   * @return the number of bytes, 0 at the end
   */
  int readWaiting(int descriptor, ByteBuffer destination);

  /**
   * Writes some bytes; waits if the open file is a blocking one, and so holds the thread.
   *
   * @param descriptor any
   * @param source a direct buffer; its position stays as it is
   * @return the number of bytes
   */
  int writeWaiting(int descriptor, ByteBuffer source);

  /**
   * Accepts a connection, non-blocking and close-on-exec; waits if the listening socket is a
   * blocking one, and so holds the thread.
   *
   * @param descriptor a listening socket
   * @param peer receives the address of the far end
   * @return the descriptor
   */
  int acceptWaiting(int descriptor, NativeAddress.Box peer);

  /**
   * Claims a descriptor that this process was started with; to be done before it is used.
   *
   * @param descriptor any
   * @return whether it was not claimed before, in this process
   */
  boolean claim(int descriptor);

  /**
   * Gives a claim back, as the descriptor was not used after all.
   *
   * @param descriptor a claimed one
   */
  void unclaim(int descriptor);
}
