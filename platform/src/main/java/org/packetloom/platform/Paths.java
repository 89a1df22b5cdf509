// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * The calls about folders and files that connectors have in the file system.
 *
 * <p>All may wait for a disk, and so pin a carrier for that long; {@link #user} and {@link #group}
 * may wait for a directory service, and belong on a thread of their own. Names are the system's
 * bytes, without a zero byte at the end. All return the negated error number on failure. Safe for
 * use by any thread.
 */
public interface Paths {
  /**
   * Opens a folder to name things in it; what is in it is not read. Links are followed.
   *
   * @param path its path
   * @return the descriptor, close-on-exec
   */
  int openFolder(byte[] path);

  /**
   * Opens the folder that a folder is in; of the topmost one, itself.
   *
   * @param folder an open folder
   * @return the descriptor, close-on-exec
   */
  int openParent(int folder);

  /**
   * Opens a reference to whatever has a name, and not the thing itself: nothing can be read from
   * it. A link is not followed.
   *
   * @param folder an open folder
   * @param name a name in it
   * @return the descriptor, close-on-exec
   */
  int openReference(int folder, byte[] name);

  /**
   * Opens a file that is there to be locked. A link is refused.
   *
   * @param folder an open folder
   * @param name a name in it
   * @param create whether to create it, for the owner alone; refused if it is there
   * @return the descriptor, close-on-exec
   */
  int openLock(int folder, byte[] name, boolean create);

  /**
   * Locks an open file if nobody else has. Closing it gives the lock back.
   *
   * @param descriptor an open file; the lock is of this opening, not of the process
   * @return 0; an error of kind {@link ErrorKind#BUSY} if it is locked
   */
  int tryLock(int descriptor);

  /**
   * Asks about an open file, folder or reference.
   *
   * @param descriptor any
   * @param into receives the status
   * @return 0
   */
  int status(int descriptor, FileStatus.Box into);

  /**
   * Asks about whatever has a name; a link is not followed.
   *
   * @param folder an open folder
   * @param name a name in it
   * @param into receives the status
   * @return 0
   */
  int status(int folder, byte[] name, FileStatus.Box into);

  /**
   * Sets the permissions of an open file; those of an unbound socket limit the file that it will be
   * bound to, from the moment that exists.
   *
   * @param descriptor an open file or a socket, not a reference
   * @param permissions the lower twelve bits of the mode
   * @return 0
   */
  int permit(int descriptor, int permissions);

  /**
   * Sets the permissions of what a reference refers to.
   *
   * @param reference an open reference
   * @param permissions the lower twelve bits of the mode
   * @return 0
   */
  int permitReferred(int reference, int permissions);

  /**
   * Gives what a reference refers to to another user or group.
   *
   * @param reference an open reference
   * @param user number of the owner, −1 to leave it
   * @param group number of the group, −1 to leave it
   * @return 0
   */
  int giveReferred(int reference, int user, int group);

  /**
   * Removes a file.
   *
   * @param folder an open folder
   * @param name a name in it
   * @return 0
   */
  int remove(int folder, byte[] name);

  /**
   * Whether a process has a socket bound to a file, one that listens or not. The socket notices
   * nothing.
   *
   * @param file the address of a file that is a socket
   * @return 1 if so, 0 if the file is left over; an error if that cannot be told
   */
  int isBound(NativeAddress.Local file);

  /**
   * A short path to a name in a folder, right as long as the folder is open here.
   *
   * @param folder an open folder
   * @param name a name in it
   * @return the path, which other processes of the same user can follow as well; one that is too
   *     long for an address if the system has no such path
   */
  byte[] detour(int folder, byte[] name);

  /**
   * How long a path an address of a socket can hold.
   *
   * @return bytes, without the zero byte at the end
   */
  default int longestPath() {
    return 107; // sun_path has 108 bytes on most systems
  }

  /**
   * The permissions that new files of this process are denied.
   *
   * @return the lower nine bits
   */
  int mask();

  /**
   * Looks a user up.
   *
   * @param name a user's name
   * @return the unsigned number; an error of kind {@link ErrorKind#MISSING} if there is none
   */
  long user(byte[] name);

  /**
   * Looks a group up.
   *
   * @param name a group's name
   * @return the unsigned number; an error of kind {@link ErrorKind#MISSING} if there is none
   */
  long group(byte[] name);
}
