// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.TcpFigure;
import org.packetloom.platform.unix.DescriptorCalls;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SettingRow;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixError;
import org.packetloom.platform.unix.UnixSettings;
import org.packetloom.platform.unix.UnixSystem;

/**
 * Settings of sockets on a system with kqueue(2).
 *
 * <p>Where no option tells the family, the own address does, and the protocol follows from the type
 * as no others are opened here.
 */
@SuppressWarnings("EnumOrdinal") // families and types are told as ordinals
final class BsdSettings extends UnixSettings {
  private final UnixSystem system;
  private final DescriptorCalls calls;
  private final boolean hasFamily;

  BsdSettings(BsdSystem system, UnixCalls calls) {
    super(calls, table(system.settings()));
    this.system = system.unix();
    this.calls = calls.descriptors();
    this.hasFamily =
        system.settings().stream().anyMatch(row -> row.setting() == SocketSetting.FAMILY);
  }

  private static Map<SocketSetting, SettingRow> table(List<SettingRow> rows) {
    Map<SocketSetting, SettingRow> table = new EnumMap<>(SocketSetting.class);
    rows.forEach(row -> table.put(row.setting(), row));
    return table;
  }

  @Override
  public int setting(int descriptor, SocketSetting setting, long[] value) {
    if (hasFamily) {
      return super.setting(descriptor, setting, value);
    }
    return switch (setting) {
      case FAMILY -> family(descriptor, value);
      case PROTOCOL -> protocol(descriptor, value);
      default -> super.setting(descriptor, setting, value);
    };
  }

  private int family(int descriptor, long[] value) {
    byte[] sockaddr = new byte[SocketAddresses.SIZE];
    int result = calls.getsockname(descriptor, sockaddr, new int[] {sockaddr.length});
    if (result < 0) {
      return result;
    }
    int family = system.addresses().family(sockaddr);
    if (family == system.sockets().AF_INET6()) {
      value[0] = Family.INET6.ordinal();
    } else {
      value[0] =
          switch (family) {
            case Posix.AF_INET -> Family.INET4.ordinal();
            case Posix.AF_UNIX -> Family.LOCAL.ordinal();
            default -> -1;
          };
    }
    return 0;
  }

  private int protocol(int descriptor, long[] value) {
    long[] type = new long[1];
    int result = setting(descriptor, SocketSetting.TYPE, type);
    result = result < 0 ? result : family(descriptor, value);
    if (result < 0) {
      return result;
    }
    if (value[0] == Family.LOCAL.ordinal()) {
      value[0] = 0;
    } else {
      value[0] = type[0] == SocketType.STREAM.ordinal() ? Posix.IPPROTO_TCP : Posix.IPPROTO_UDP;
    }
    return 0;
  }

  /** Versions have more or fewer of them, and no socket has those of other protocols. */
  @Override
  public boolean has(int descriptor, SocketSetting setting) {
    return switch (setting) {
      case FAMILY, PROTOCOL -> true;
      case PENDING_ERROR -> super.has(descriptor, setting); // to ask would take it away
      default -> isKnown(ask(descriptor, setting));
    };
  }

  private boolean isKnown(int result) {
    return result >= 0
        || switch (system.errors().of(-result)) {
          // udp_usrreq.c, uipc_usrreq.c: EINVAL is the answer to another protocol's level
          case ENOPROTOOPT, EOPNOTSUPP, EINVAL -> false;
          default -> true;
        };
  }

  @Override
  public boolean hasTcpFigures(int descriptor) {
    return false;
  }

  /** {@inheritDoc} Each system has a struct of its own, none of which is known here yet. */
  @Override
  public int tcpFigures(int descriptor, Map<TcpFigure, Long> figures) {
    return -system.errors().number(UnixError.ENOPROTOOPT);
  }
}
