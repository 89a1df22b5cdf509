// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Errors;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.Transfer;

/**
 * The error numbers of one Unix.
 *
 * <p>The numbers up to ERANGE are those of the seventh edition, and the same on every Unix but for
 * EAGAIN: hence the constants. All others are the system's own.
 */
public final class UnixErrors implements Errors {
  public static final int EPERM = 1; // sys/errno.h, of every Unix, as those below
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int EBADF = 9;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int EROFS = 30;
  public static final int EPIPE = 32;
  public static final int ERANGE = 34;

  private final String[] names; // by number, from 1 on; a dash where there is none
  private final UnixError[] errors; // by number, from 0 on
  private final Map<UnixError, Integer> numbers = new EnumMap<>(UnixError.class);
  private final int again;

  private UnixErrors(String[] names) {
    this.names = names;
    this.errors = new UnixError[names.length + 1];
    errors[0] = UnixError.OTHER;
    Map<String, UnixError> known = known();
    for (int number = 1; number <= names.length; number++) {
      UnixError error = known.getOrDefault(names[number - 1], UnixError.OTHER);
      errors[number] = error;
      if (error.name().equals(names[number - 1])) {
        numbers.put(error, number);
      }
    }
    this.again = number(UnixError.EAGAIN);
  }

  /**
   * The numbers of a system.
   *
   * @param names by number, from 1 on, between blanks; a dash where there is none, or only a second
   *     name for another
   */
  public static UnixErrors of(String names) {
    return new UnixErrors(names.strip().split("\\s+"));
  }

  private static Map<String, UnixError> known() {
    Map<String, UnixError> known = new HashMap<>();
    for (UnixError error : UnixError.values()) {
      known.put(error.name(), error);
    }
    known.put("ENOTSUP", UnixError.EOPNOTSUPP); // POSIX allows both names for one error
    return known;
  }

  /** The error with a number. */
  public UnixError of(int number) {
    return number > 0 && number < errors.length ? errors[number] : UnixError.OTHER;
  }

  /**
   * The number of an error.
   *
   * @throws IllegalArgumentException if the system has no such error
   */
  public int number(UnixError error) {
    Integer number = numbers.get(error);
    if (number == null) {
      throw new IllegalArgumentException("no such error here: " + error);
    }
    return number;
  }

  /** The result of a call, or {@link Transfer#NOT_READY} if it would have had to wait. */
  public int pendingIfAgain(int result) {
    return result == -again ? Transfer.NOT_READY : result;
  }

  /** The failure of a poller. */
  public PollerException poller(String call, int negatedErrno) {
    return new PollerException(call + ": " + name(-negatedErrno));
  }

  @Override
  public String name(int number) {
    boolean isKnown = number >= 1 && number <= names.length && !names[number - 1].equals("-");
    return isKnown ? names[number - 1] : "errno " + number;
  }

  @Override
  public ErrorKind kind(int number) {
    return of(number).kind();
  }

  @Override
  public int wrongDirection() {
    return EBADF;
  }
}
