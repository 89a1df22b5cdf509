// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Map;

/**
 * The calls that read and change settings of sockets.
 *
 * <p>None of them waits. All return the negated error number on failure. Safe for use by any
 * thread; the caller sees to it that a descriptor is not closed under another call.
 */
public interface SocketSettings {
  /**
   * Reads a setting that is a number.
   *
   * @param descriptor a socket
   * @param setting which; not a text
   * @param value receives the value
   * @return 0
   */
  int setting(int descriptor, SocketSetting setting, long[] value);

  /**
   * Changes a setting that is a number.
   *
   * @param descriptor a socket
   * @param setting which; neither a text nor a read-only one
   * @param value the value
   * @return 0
   */
  int setting(int descriptor, SocketSetting setting, long value);

  /**
   * Reads a setting that is a text.
   *
   * @param descriptor a socket
   * @param setting which
   * @param value receives the value
   * @return 0
   */
  int setting(int descriptor, SocketSetting setting, String[] value);

  /**
   * Changes a setting that is a text.
   *
   * @param descriptor a socket
   * @param setting which
   * @param value the value, without zero characters
   * @return 0
   */
  int setting(int descriptor, SocketSetting setting, String value);

  /**
   * Whether a socket has a setting, on this system; asking changes nothing.
   *
   * @param descriptor a socket
   * @param setting which
   * @return false if reading and changing it fail because it is not there
   */
  default boolean has(int descriptor, SocketSetting setting) {
    return true;
  }

  /**
   * Whether {@link #tcpFigures} tells anything of a socket, on this system.
   *
   * @param descriptor a TCP socket
   * @return false if it fails because the system does not tell
   */
  default boolean hasTcpFigures(int descriptor) {
    return true;
  }

  /**
   * Reads any setting as the system stores it.
   *
   * @param descriptor a socket
   * @param level the system's number of the protocol
   * @param name the system's number of the setting
   * @param room receives the value
   * @return the length of the value
   */
  int readSetting(int descriptor, int level, int name, byte[] room);

  /**
   * Changes any setting.
   *
   * @param descriptor a socket
   * @param level the system's number of the protocol
   * @param name the system's number of the setting
   * @param value the value as the system stores it
   * @return 0
   */
  int changeSetting(int descriptor, int level, int name, byte[] value);

  /**
   * Reads what the system tells of a TCP connection.
   *
   * @param descriptor a TCP socket
   * @param figures receives each one; −1 where the system does not tell it
   * @return 0
   */
  int tcpFigures(int descriptor, Map<TcpFigure, Long> figures);
}
