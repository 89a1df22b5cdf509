// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Moves bytes, connections and requests through one descriptor, one attempt at a time.
 *
 * <p>This is the seam between runtime and platform. An attempt is done (a non-negative result),
 * failed (a negated error number) or pending ({@link #NOT_READY}). A pending one is followed by an
 * event to the {@link Readiness}, after which the same attempt is made again: a reactor then asks
 * the system anew, a proactor hands out what has completed.
 *
 * <p>Calls of one direction are made by one thread at a time; {@code tryRead}, {@code tryReceive}
 * and {@code tryAccept} are of direction {@link #READ}, {@code tryWrite}, {@code trySend} and
 * {@code tryConnect} of direction {@link #WRITE}. Both directions may be in use at once. Nothing
 * here waits, and the byte moving calls allocate nothing.
 */
public interface Transfer {
  /** Result: nothing moved; an event will follow, once armed. */
  int NOT_READY = Integer.MIN_VALUE;

  /** What {@link #lend} returns if nothing is lent. */
  ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** The direction of reads and accepts. */
  int READ = 1;

  /** The direction of writes and connects. */
  int WRITE = 2;

  /**
   * The descriptor.
   *
   * @return as attached
   */
  int descriptor();

  /**
   * Begins to tell events, those that are due already included; called once, before the first wait.
   * A connect or listen was issued by then (before, a fresh socket would report a hang-up). A
   * connector that never has to wait is never registered, and costs its poller nothing.
   *
   * @return 0, or the negated error number
   */
  int register();

  /**
   * Whether readiness of a direction is told without asking, each time it comes up anew
   * (edge-triggered), so that {@link #arm} need not be called. Once true it stays so, unless {@link
   * StreamTransfer#expectMuch} turns it.
   *
   * @param direction {@link #READ} or {@link #WRITE}
   * @return false if a pending attempt in this direction needs an {@link #arm}
   */
  boolean isPersistent(int direction);

  /**
   * Asks for one event of a direction after a pending attempt, by a caller who will wait for it;
   * tells at once if the direction is ready by then, unless it has told so since that attempt.
   * Nothing to do if {@link #isPersistent}.
   *
   * @param direction {@link #READ} or {@link #WRITE}
   * @param most how many bytes the {@code tryRead} or {@code tryReceive} that will follow has room
   *     for: so many, or one message, may be read beforehand, and are handed out by it; 1 for a
   *     {@code tryAccept}, as one connection may be accepted beforehand; 0 if something else will
   *     follow
   * @return 0, or the negated error number
   */
  int arm(int direction, int most);

  /**
   * Whether a read that fills less than it could shows that nothing is left, as long as the
   * transfer is registered and neither {@link Readiness#HANGUP} nor {@link Readiness#URGENT} was
   * told.
   *
   * @return false where data may lie behind a boundary, or if the next attempt costs nothing
   */
  boolean isDrainedByShortRead();

  /**
   * Reads into an array.
   *
   * @param destination receives the bytes
   * @param offset index of the first; the range is checked by the caller
   * @param length the most to read, at least 1; a platform may cap it
   * @return the number of bytes, 0 at the end, {@link #NOT_READY} or the negated error number
   */
  int tryRead(byte[] destination, int offset, int length);

  /**
   * Reads into a buffer of any kind, from its position to at most its limit, and leaves its
   * position as it is.
   *
   * @param destination not read-only, with at least 1 byte remaining
   * @return as {@link #tryRead(byte[], int, int)}
   */
  int tryRead(ByteBuffer destination);

  /**
   * Reads into several buffers in turn, and leaves their positions as they are.
   *
   * @param destinations not read-only, at least 1 byte remaining in all
   * @param offset index of the first buffer
   * @param count number of buffers
   * @return as {@link #tryRead(byte[], int, int)}; a cap may make it less than what is there
   */
  int tryRead(ByteBuffer[] destinations, int offset, int count);

  /**
   * In place of {@code tryRead}: lends bytes that were read beforehand, where the poller has them.
   * They are as many as {@code tryRead} would read. The memory belongs to the caller until {@link
   * #endLending}, which must follow, by the holder of the turn and before any other attempt to
   * read; nothing that ends a descriptor, a wait or a poller's life takes it away meanwhile.
   *
   * @param most how many bytes the caller would have room for
   * @return read-only, from position 0 on; used for others later on, with a position and a limit of
   *     its own only until then. Without a byte remaining, such as {@link #NOTHING}, nothing is
   *     lent and {@code tryRead} is to be called: always so for a reactor
   */
  default ByteBuffer lend(int most) {
    return NOTHING;
  }

  /**
   * Ends what {@link #lend} began.
   *
   * @param taken how many of the bytes were used; the others are what the next {@code tryRead}
   *     reads, as {@link #arm} tells at once
   */
  default void endLending(int taken) {
    throw new IllegalStateException("nothing is lent");
  }

  /**
   * How many bytes were read beforehand that nobody asked for yet, and that the next {@code
   * tryRead} reads without asking the system; any thread may ask.
   *
   * @return an estimate while another thread reads; always 0 for a reactor
   */
  default int held() {
    return 0;
  }

  /**
   * Whether what comes is read beforehand, so that the system may have something to read that the
   * next {@code tryRead} does not find yet: an event will tell of that. Any thread may ask.
   *
   * @return always false for a reactor
   */
  default boolean isReadingBeforehand() {
    return false;
  }

  /**
   * Whether a failure was met beforehand that nobody was told of yet: the next {@code tryRead}
   * tells it, and the system, having told it once, calls it an end from then on. Any thread may
   * ask.
   *
   * @return an estimate while another thread reads; false as well where the system tells it again
   */
  default boolean holdsFailure() {
    return false;
  }

  /**
   * Has nothing be read from now on, for good, but for a caller who waits: for those who turn to
   * the descriptor itself, by another poller or in another process. Returns once that is so, which
   * may take some milliseconds; {@link #held()} tells then whether there are bytes they will not
   * find. Any thread may call it that is in a call of the connector.
   */
  default void holdNothing() {}

  /**
   * Writes from an array.
   *
   * @param source holds the bytes
   * @param offset index of the first; the range is checked by the caller
   * @param length how many, at least 1; a platform may cap it
   * @return the number of bytes taken, {@link #NOT_READY} or the negated error number
   */
  int tryWrite(byte[] source, int offset, int length);

  /**
   * Writes from a buffer of any kind, and leaves its position as it is.
   *
   * @param source with at least 1 byte remaining
   * @return as {@link #tryWrite(byte[], int, int)}
   */
  int tryWrite(ByteBuffer source);

  /**
   * As {@link #tryWrite(byte[], int, int)}, for a caller who will wait if that is pending, and then
   * call this again: a poller may have taken the bytes, to write them together with those of
   * others.
   *
   * @param source holds the bytes
   * @param offset index of the first; the range is checked by the caller
   * @param length how many, at least 1; a platform may cap it
   * @return as {@link #tryWrite(byte[], int, int)}
   */
  default int beginWrite(byte[] source, int offset, int length) {
    return tryWrite(source, offset, length);
  }

  /**
   * As {@link #tryWrite(ByteBuffer)}, for a caller who will wait if that is pending, and then call
   * this again.
   *
   * @param source with at least 1 byte remaining
   * @return as {@link #tryWrite(byte[], int, int)}
   */
  default int beginWrite(ByteBuffer source) {
    return tryWrite(source);
  }

  /**
   * Writes from several buffers in turn, and leaves their positions as they are.
   *
   * @param sources at least 1 byte remaining in all
   * @param offset index of the first buffer
   * @param count number of buffers
   * @return as {@link #tryWrite(byte[], int, int)}
   */
  int tryWrite(ByteBuffer[] sources, int offset, int count);

  /**
   * Receives one message into a buffer of any kind, from its position to at most its limit, and
   * leaves its position as it is. For a {@link DescriptorKind#DEVICE} a message is what one read
   * gives.
   *
   * @param destination not read-only; may have no room at all
   * @param sender receives where the message came from; the same object again for a sender that was
   *     met lately
   * @return the size of the whole message, which may be more than fits, 0 for an empty one; {@link
   *     #NOT_READY}; or the negated error number
   */
  int tryReceive(ByteBuffer destination, NativeAddress.Box sender);

  /**
   * Sends the remaining bytes of a buffer of any kind as one message, and leaves its position as it
   * is. For a {@link DescriptorKind#DEVICE} a message is what one write takes.
   *
   * @param source may be empty
   * @param peer where to; {@link NativeAddress.None} for the connected peer, or into the device
   * @return not negative if the message was taken; {@link #NOT_READY}; or the negated error number.
   *     An unconnected Unix-domain socket whose receiver is full is not ready, and no event tells
   *     when it is
   */
  int trySend(ByteBuffer source, NativeAddress peer);

  /**
   * Accepts a connection, non-blocking and close-on-exec.
   *
   * @param peer receives the address of the far end
   * @return the descriptor, {@link #NOT_READY} or the negated error number
   */
  int tryAccept(NativeAddress.Box peer);

  /**
   * Connects; the first call issues the request, later ones ask for the outcome. After an error of
   * kind {@link ErrorKind#BUSY} the next call issues the request again.
   *
   * @param peer the address of the far end
   * @return 0, {@link #NOT_READY} or the negated error number
   */
  int tryConnect(NativeAddress peer);

  /**
   * What this descriptor can do as a Unix-domain socket.
   *
   * @return empty if it is none, or the system has none; keep it, each call may make a new one
   */
  default Optional<LocalTransfer> local() {
    return Optional.empty();
  }

  /**
   * What this descriptor can do with many messages at once.
   *
   * @return {@link MessageTransfer#NONE} if that is nothing; keep it, each call may make a new one
   */
  default MessageTransfer messages() {
    return MessageTransfer.NONE;
  }

  /**
   * What this descriptor can do beyond reading and writing.
   *
   * @return {@link StreamTransfer#NONE} if that is nothing; keep it, each call may make a new one
   */
  default StreamTransfer stream() {
    return StreamTransfer.NONE;
  }

  /**
   * Asks that a pending attempt of a direction be given up. The caller leaves only once this, or an
   * attempt after it, is not pending. An operation that was given up ends with an event as any
   * other does: the next attempt is made after that.
   *
   * @param direction {@link #READ} or {@link #WRITE}
   * @return 0 if nothing is pending (always so for a reactor); 1 if an outcome waits to be taken by
   *     one more attempt; {@link #NOT_READY} if an event will tell, after which this is asked again
   */
  int cancel(int direction);

  /**
   * Ends telling events, those already gathered included; does nothing if not registered. Called
   * once, by the last user, just before the descriptor is closed.
   *
   * @param isShared whether another process or descriptor may hold the same open file, so that
   *     closing does not by itself end the kernel's registration
   */
  void deregister(boolean isShared);
}
