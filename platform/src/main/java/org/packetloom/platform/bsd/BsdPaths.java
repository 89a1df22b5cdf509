// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.Arrays;
import java.util.Optional;
import org.packetloom.platform.FileStatus;
import org.packetloom.platform.unix.FileNumbers;
import org.packetloom.platform.unix.PathCalls;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixErrors;
import org.packetloom.platform.unix.UnixPaths;

/**
 * Folders and files on a system with kqueue(2).
 *
 * <p>A reference is a descriptor of the folder and the name in it, as a socket cannot be opened:
 * each use looks whether the name still stands for what it did. Between that look and the use
 * somebody with write access to the folder may put something else there; so owners of folders that
 * others may write to are to be trusted, as {@code FolderCheck} of the runtime says.
 *
 * <p>A folder is opened for reading, so that its permission is needed. There is no detour around
 * the length of an address, and the mask is not told but by changing it.
 */
final class BsdPaths extends UnixPaths {
  private final PathCalls calls;
  private final NamedReferences references;
  private final int noFollow;

  BsdPaths(UnixCalls calls, NamedReferences references) {
    super(calls);
    this.calls = calls.paths();
    this.references = references;
    this.noFollow = calls.system().open().AT_SYMLINK_NOFOLLOW();
  }

  @Override
  protected int folderFlags() {
    return Posix.O_RDONLY;
  }

  @Override
  public int openReference(int folder, byte[] name) {
    byte[] terminated = terminated(name);
    FileNumbers numbers = new FileNumbers();
    int result = calls.stat(folder, terminated, false, numbers);
    if (result < 0) {
      return result;
    }
    int descriptor = open(folder, new byte[] {'.'}, allFolderFlags(), 0);
    if (descriptor >= 0) {
      references.put(
          descriptor, new NamedReferences.Reference(terminated, numbers.device(), numbers.inode()));
    }
    return descriptor;
  }

  @Override
  public int status(int descriptor, FileStatus.Box into) {
    Optional<NamedReferences.Reference> reference = references.find(descriptor);
    if (reference.isEmpty()) {
      return super.status(descriptor, into);
    }
    FileNumbers numbers = new FileNumbers();
    int result = look(descriptor, reference.get(), numbers);
    if (result == 0) {
      into.put(status(numbers));
    }
    return result;
  }

  /** Asks about what a reference refers to; ENOENT if something else has its name. */
  private int look(int descriptor, NamedReferences.Reference reference, FileNumbers into) {
    int result = calls.stat(descriptor, reference.name(), false, into);
    boolean isSame = into.device() == reference.device() && into.inode() == reference.inode();
    return result < 0 || isSame ? result : -UnixErrors.ENOENT;
  }

  @Override
  public int permitReferred(int reference, int permissions) {
    Optional<NamedReferences.Reference> found = references.find(reference);
    if (found.isEmpty()) {
      return -UnixErrors.EBADF;
    }
    int result = look(reference, found.get(), new FileNumbers());
    return result < 0
        ? result
        : calls.fchmodat(reference, found.get().name(), permissions, noFollow);
  }

  @Override
  public int giveReferred(int reference, int user, int group) {
    Optional<NamedReferences.Reference> found = references.find(reference);
    if (found.isEmpty()) {
      return -UnixErrors.EBADF;
    }
    int result = look(reference, found.get(), new FileNumbers());
    return result < 0
        ? result
        : calls.fchownat(reference, found.get().name(), user, group, noFollow);
  }

  /** {@inheritDoc} There is none: a path that no address takes, which tells so when it is used. */
  @Override
  public byte[] detour(int folder, byte[] name) {
    byte[] tooLong = new byte[SocketAddresses.SIZE];
    Arrays.fill(tooLong, (byte) '/');
    return tooLong;
  }

  @Override
  public int mask() {
    return USUAL_MASK;
  }
}
