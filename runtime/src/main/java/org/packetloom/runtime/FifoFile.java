// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.AddressInUseException;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.InvalidAddressException;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.Transfer;

/**
 * A pipe with a name that is listened at: made if it is not there, used if it is, and removed by
 * who made it and nobody else. Something else in its place is refused and left alone, a symbolic
 * link included; so is a pipe that others may open than those who are to.
 */
final class FifoFile {
  /**
   * Nobody but the owner may open a new pipe, until it gets the permissions that were asked for.
   */
  private static final int PRIVATE_MODE = 0600;

  private static final int PERMISSIONS = 0777;
  private static final Integer ROOT = 0;

  /** Belongs to the user that this process acts as; proc(5). */
  private static final Path SELF = Path.of("/proc/self");

  private final String path;
  private final FileIdentity identity;
  private final boolean isOurs;
  private final AtomicBoolean removed = new AtomicBoolean();

  private FifoFile(String path, FileIdentity identity, boolean isOurs) {
    this.path = path;
    this.identity = identity;
    this.isOurs = isOurs;
  }

  /** Makes sure that a pipe is there. */
  static FifoFile ensure(String path, OptionalInt mode, ConnectorUri uri, Opening opening)
      throws IOException {
    ForeignDescriptors foreign = opening.engine().platform().foreign();
    byte[] name = Addresses.pathBytes(path);
    int made = foreign.makeFifo(name, PRIVATE_MODE);
    boolean isOurs = made == 0;
    if (!isOurs && !isKind(opening, made, ErrorKind.ADDRESS_IN_USE)) {
      throw opening.failures().atOnce("listen", uri.toString(), made);
    }
    FileIdentity.Box box = new FileIdentity.Box();
    int result = foreign.identity(name, false, box);
    opening.failures().ensure("listen", uri.toString(), result);
    if (box.identity().kind() != FileIdentity.Kind.FIFO) {
      throw inTheWay(uri);
    }
    FifoFile file = new FifoFile(path, box.identity(), isOurs);
    if (!isOurs && mode.isPresent()) {
      ensureLimited(path, mode.getAsInt(), uri);
    }
    if (isOurs && mode.isPresent()) {
      try {
        file.setMode(name, mode.getAsInt(), uri, opening);
      } catch (Throwable e) {
        file.remove(opening);
        throw e;
      }
    }
    return file;
  }

  /**
   * Checks that a pipe of others lets in nobody but those who were asked for, and that its owner
   * cannot change that. What is opened later is this very pipe, or it fails.
   */
  private static void ensureLimited(String path, int mode, ConnectorUri uri) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(Path.of(path), "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    int permissions = (int) found.get("mode") & PERMISSIONS;
    Object owner = found.get("uid");
    boolean isTrusted = owner.equals(ROOT) || !Files.exists(SELF) || owner.equals(own());
    if ((permissions & ~mode) != 0 || !isTrusted) {
      throw new AddressInUseException(
          FailureDetail.atOnce(
              "listen",
              uri.toString(),
              "a pipe of user %s with mode %03o is there".formatted(owner, permissions)));
    }
  }

  /** The number of the user that this process acts as. */
  private static Object own() throws IOException {
    return Files.getAttribute(SELF, "unix:uid");
  }

  private static boolean isKind(Opening opening, int result, ErrorKind kind) {
    return opening.engine().platform().errors().kind(-result) == kind;
  }

  private void setMode(byte[] name, int mode, ConnectorUri uri, Opening opening)
      throws IOException {
    ForeignDescriptors foreign = opening.engine().platform().foreign();
    int end = open(name, uri, opening);
    int result = foreign.setMode(end, mode);
    int closed = opening.descriptors().close(end);
    opening.failures().ensure("set mode", uri.toString(), result < 0 ? result : closed);
  }

  /** Opens a reading end of this very pipe, whatever its name stands for by now. */
  int open(byte[] name, ConnectorUri uri, Opening opening) throws IOException {
    ForeignDescriptors foreign = opening.engine().platform().foreign();
    int end = foreign.openEnd(name, Transfer.READ);
    opening.failures().ensure("listen", uri.toString(), end);
    FileIdentity.Box box = new FileIdentity.Box();
    int result = foreign.identity(end, box);
    if (result < 0 || !box.identity().equals(identity)) {
      int unused = opening.descriptors().close(end); // the first failure is the one to tell
      opening.failures().ensure("listen", uri.toString(), result);
      throw inTheWay(uri);
    }
    return end;
  }

  private static IOException inTheWay(ConnectorUri uri) {
    return new AddressInUseException(
        FailureDetail.atOnce("listen", uri.toString(), "the path names something else"));
  }

  /** Checks that a path names a pipe; links are followed. */
  static void ensureFifo(String path, ConnectorUri uri, Opening opening) throws IOException {
    FileIdentity.Box box = new FileIdentity.Box();
    int result =
        opening.engine().platform().foreign().identity(Addresses.pathBytes(path), true, box);
    opening.failures().ensure("connect", uri.toString(), result);
    if (box.identity().kind() != FileIdentity.Kind.FIFO) {
      throw new InvalidAddressException(
          FailureDetail.atOnce("connect", uri.toString(), path + " is not a FIFO"));
    }
  }

  /** Removes the pipe if it was made here, and is still what its name stands for; once. */
  void remove(Opening opening) throws IOException {
    if (!isOurs || !removed.compareAndSet(false, true)) {
      return;
    }
    FileIdentity.Box box = new FileIdentity.Box();
    int result =
        opening.engine().platform().foreign().identity(Addresses.pathBytes(path), false, box);
    if (result == 0 && box.identity().equals(identity)) {
      Files.deleteIfExists(Path.of(path));
    }
  }
}
