// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/** What a system tells of a file. Belongs to one thread at a time. */
public final class FileNumbers {
  private int mode;
  private int user;
  private int group;
  private long device;
  private long inode;
  private long special;

  /** Makes one of nothing. */
  public FileNumbers() {}

  /** Receives what {@code struct stat} tells, numbers of devices in whatever form. */
  public void put(int mode, int user, int group, long device, long inode, long special) {
    this.mode = mode;
    this.user = user;
    this.group = group;
    this.device = device;
    this.inode = inode;
    this.special = special;
  }

  /** Kind and permissions: st_mode. */
  public int mode() {
    return mode;
  }

  /** st_uid. */
  public int user() {
    return user;
  }

  /** st_gid. */
  public int group() {
    return group;
  }

  /** The device that the file is on: st_dev. */
  public long device() {
    return device;
  }

  /** st_ino. */
  public long inode() {
    return inode;
  }

  /** The device that the file is: st_rdev. */
  public long special() {
    return special;
  }
}
