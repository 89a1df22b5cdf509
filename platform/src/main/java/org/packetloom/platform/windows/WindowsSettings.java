// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.TcpFigure;
import org.packetloom.platform.windows.SettingRow.Place;

/**
 * Reads and changes settings of sockets on Windows, as {@link SettingRow} describes them. What has
 * no row fails as an option does that Winsock does not know.
 *
 * <p>Family and type are known from opening. A stream binds over connections of the past anyhow,
 * and SO_REUSEADDR would have it take the port of a listener that is alive: so {@link
 * SocketSetting#REUSE_ADDRESS} of streams is remembered and nothing else.
 */
@SuppressWarnings("EnumOrdinal") // families and types are told as ordinals
final class WindowsSettings implements SocketSettings {
  private final OptionCalls calls;

  WindowsSettings(OptionCalls calls) {
    this.calls = calls;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    HandleEntry entry = calls.entry(descriptor);
    if (!entry.isSocket()) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    return switch (setting) {
      case FAMILY -> put(entry.family().ordinal(), value);
      case TYPE -> put(entry.socketType().ordinal(), value);
      case REUSE_ADDRESS ->
          entry.socketType() == SocketType.STREAM
              ? put(entry.mayShareAddress() ? 1 : 0, value)
              : readRow(descriptor, setting, value);
      default -> readRow(descriptor, setting, value);
    };
  }

  private static int put(int found, long[] value) {
    value[0] = found;
    return 0;
  }

  private int readRow(int descriptor, SocketSetting setting, long[] value) {
    Optional<SettingRow> row = SettingRow.of(setting);
    if (row.isEmpty()) {
      return -WindowsErrors.WSAENOPROTOOPT;
    }
    boolean isVersion6 = calls.entry(descriptor).family() == Family.INET6;
    Place place = row.get().place();
    return read(descriptor, isVersion6 ? row.get().version6().orElse(place) : place, value);
  }

  private int read(int descriptor, Place place, long[] value) {
    byte[] room = new byte[place.coding().room()];
    int length = readSetting(descriptor, place.level(), place.name(), room);
    if (length < 0) {
      return length;
    }
    value[0] = place.coding().decode(room);
    return 0;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long value) {
    HandleEntry entry = calls.entry(descriptor);
    if (!entry.isSocket()) {
      return -WindowsErrors.WSAENOTSOCK;
    }
    if (setting == SocketSetting.REUSE_ADDRESS && entry.socketType() == SocketType.STREAM) {
      entry.mayShareAddress(value != 0);
      return 0;
    }
    Optional<SettingRow> row = SettingRow.of(setting);
    if (row.isEmpty()) {
      return -WindowsErrors.WSAENOPROTOOPT;
    }
    row.get().ensureSettable();
    Place place = row.get().place();
    return row.get().version6().isPresent() && entry.family() == Family.INET6
        ? setForBoth(descriptor, place, row.get().version6().get(), value)
        : write(descriptor, place, value);
  }

  /** A socket of version 6 that serves version 4 as well has the settings of both. */
  private int setForBoth(int descriptor, Place version4, Place version6, long value) {
    int result = write(descriptor, version6, value);
    if (result < 0) {
      return result;
    }
    long[] isOnly6 = new long[1];
    result = setting(descriptor, SocketSetting.ONLY_IPV6, isOnly6);
    return result < 0 || isOnly6[0] != 0 ? result : write(descriptor, version4, value);
  }

  private int write(int descriptor, Place place, long value) {
    Optional<byte[]> encoded = place.coding().encode(value);
    return encoded.isEmpty()
        ? -WindowsErrors.WSAEINVAL
        : changeSetting(descriptor, place.level(), place.name(), encoded.get());
  }

  /** Versions of Windows, and what stands in for it, have more or fewer of them. */
  @Override
  public boolean has(int descriptor, SocketSetting setting) {
    boolean mayBeAsked = setting != SocketSetting.PENDING_ERROR; // which would take it away
    return !mayBeAsked || isKnown(setting(descriptor, setting, new long[1]));
  }

  @Override
  public boolean hasTcpFigures(int descriptor) {
    return isKnown(tcpFigures(descriptor, new EnumMap<>(TcpFigure.class)));
  }

  private static boolean isKnown(int result) {
    return switch (-result) {
      case WindowsErrors.WSAENOPROTOOPT, WindowsErrors.WSAEOPNOTSUPP -> false;
      default -> true;
    };
  }

  /** None: Windows has no setting that is a text. */
  @Override
  public int setting(int descriptor, SocketSetting setting, String[] value) {
    return -WindowsErrors.WSAENOPROTOOPT;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, String value) {
    return -WindowsErrors.WSAENOPROTOOPT;
  }

  @Override
  public int readSetting(int descriptor, int level, int name, byte[] room) {
    int[] length = {room.length};
    int result = calls.getsockopt(descriptor, level, name, room, length);
    return result < 0 ? result : length[0];
  }

  @Override
  public int changeSetting(int descriptor, int level, int name, byte[] value) {
    return calls.setsockopt(descriptor, level, name, value);
  }

  /** SIO_TCP_INFO: version 1 since Windows 10 1809, version 0 since 1703. */
  @Override
  public int tcpFigures(int descriptor, Map<TcpFigure, Long> figures) {
    byte[] info = new byte[TcpInfo.SIZE];
    int length = -WindowsErrors.WSAEOPNOTSUPP;
    for (int version = TcpInfo.NEWEST; version >= 0 && length < 0; version--) {
      byte[] asked = {(byte) version, 0, 0, 0};
      length = calls.ioctl(descriptor, SocketOptions.SIO_TCP_INFO, asked, info);
    }
    if (length < 0) {
      return length;
    }
    for (TcpFigure figure : TcpFigure.values()) {
      figures.put(figure, TcpInfo.read(figure, info, length));
    }
    return 0;
  }
}
