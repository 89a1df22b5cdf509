// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * The calls about duplex pipes with a name of their own, which is no file: the named pipes of
 * Windows.
 *
 * <p>None of them waits. All return the negated error number on failure. Safe for use by any
 * thread; the caller sees to it that a descriptor is not closed under another call.
 */
public interface NamedPipes {
  /** The most instances of one pipe, which stands for no limit. */
  int UNLIMITED = 255;

  /** What a write of one end is to the reader at the other. */
  enum Mode {
    /** Bytes, cut and joined anywhere. */
    BYTE,
    /**
     * One message, of which a read gives no more. Our readers take its parts one after the other,
     * as of a stream; an empty one is the end of the writer's stream.
     */
    MESSAGE
  }

  /**
   * What a listener makes.
   *
   * @param name of the pipe, without prefix and without separators
   * @param mode of the pipe
   * @param isRemoteAdmitted whether other machines may connect
   * @param access who may connect, in the system's language (SDDL); empty for the user of this
   *     process alone
   * @param instances the most connections at once, those that wait to be accepted included; 1 to
   *     {@link #UNLIMITED}
   * @param backlog how many instances there are for clients to come, and those that wait to be
   *     accepted; at least 1
   * @param receiveBytes what an instance holds of what clients write
   * @param sendBytes what it holds of what is written to them
   */
  record Plan(
      String name,
      Mode mode,
      boolean isRemoteAdmitted,
      Optional<String> access,
      int instances,
      int backlog,
      int receiveBytes,
      int sendBytes) {
    /** Checks what is numbers. */
    public Plan {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(mode, "mode");
      Objects.requireNonNull(access, "access");
      if (instances < 1 || instances > UNLIMITED || backlog < 1) {
        throw new IllegalArgumentException("instances: " + instances + ", backlog: " + backlog);
      }
      if (receiveBytes < 1 || sendBytes < 1) {
        throw new IllegalArgumentException("bytes: " + receiveBytes + ", " + sendBytes);
      }
    }
  }

  /**
   * Makes a pipe and the first of its instances, which clients can connect to from now on. Nobody
   * else has a pipe of this name.
   *
   * @param plan what to make
   * @return the descriptor, to be attached as {@link DescriptorKind#LISTENER}; {@link
   *     Transfer#tryAccept} gives descriptors to be attached as {@link DescriptorKind#PIPE}
   */
  int listen(Plan plan);

  /**
   * Prepares to connect.
   *
   * @param name of the pipe
   * @return the descriptor, to be attached as {@link DescriptorKind#PIPE}; {@link
   *     Transfer#tryConnect} with {@link NativeAddress.None} connects it, or fails as {@link
   *     ErrorKind#BUSY} while all instances are taken, and as {@link ErrorKind#MISSING} if nobody
   *     listens
   */
  int client(String name);

  /**
   * The mode of a pipe.
   *
   * @param descriptor a connected one
   * @param into receives the mode as its first element
   * @return 0
   */
  int mode(int descriptor, Mode[] into);

  /**
   * The process at the other end, as of when it connected or listened.
   *
   * @param descriptor a connected one
   * @return its number; 0 if it has none on this machine
   */
  int peerProcess(int descriptor);
}
