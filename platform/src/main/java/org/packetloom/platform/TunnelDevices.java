// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.net.InetAddress;

/**
 * The calls that make network interfaces whose packets a program reads and writes: TUN and TAP.
 *
 * <p>All return the negated error number on failure. They, and closing such a descriptor, take the
 * system's lock on network interfaces, and so may take tens of milliseconds. Safe for use by any
 * thread. What a device has besides, its MTU say, is a {@link SocketSetting} of its descriptor.
 */
public interface TunnelDevices {
  /** What a read and a write move. */
  enum Layer {
    /** IP packets: TUN. */
    NETWORK,
    /** Ethernet frames: TAP. */
    LINK
  }

  /**
   * The file that is opened, for messages.
   *
   * @return its path
   */
  String node();

  /**
   * Finds out whether devices can be made, and makes none.
   *
   * @return 0 if they can
   */
  int probe();

  /**
   * Opens a device, non-blocking and close-on-exec. It is made if it is not there, and then goes
   * when its last descriptor is closed.
   *
   * @param layer what it carries
   * @param name its name, one of the form {@code name%d} for the first number that is free, or
   *     empty to leave the name to the system
   * @param isShared whether several descriptors may have this device at once; either all of them
   *     say so or none
   * @return the descriptor
   */
  int open(Layer layer, String name, boolean isShared);

  /**
   * The present name of a device.
   *
   * @param descriptor a device
   * @param into receives the name as its first element
   * @return 0
   */
  int name(int descriptor, String[] into);

  /**
   * Gives a device an address, beside those it has.
   *
   * @param descriptor a device
   * @param address of either family
   * @param prefixLength bits that all addresses of its network share
   * @return 0, as well if the device has the address already
   */
  int address(int descriptor, InetAddress address, int prefixLength);

  /**
   * Sets a device up, if it is not; packets pass from then on.
   *
   * @param descriptor a device
   * @return 0
   */
  int up(int descriptor);
}
