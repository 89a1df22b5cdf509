// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.packetloom.MtuDiscovery;
import org.packetloom.platform.SocketSetting;

/**
 * The options of the JDK's module {@code jdk.net}, where that is there: other names of options that
 * connectors list under names of their own.
 */
@SuppressWarnings("EnumOrdinal") // values of the setting are ordinals
final class JdkOptions {
  private static final boolean ARE_THERE = ModuleLayer.boot().findModule("jdk.net").isPresent();
  private static final int LONGEST_KEEP_ALIVE = 32_767;

  private JdkOptions() {}

  /** Of sockets of TCP. */
  static List<OptionRow<?>> tcp() {
    return ARE_THERE ? Present.TCP : List.of();
  }

  /** Of sockets of UDP. */
  static List<OptionRow<?>> udp() {
    return ARE_THERE ? Present.UDP : List.of();
  }

  /** Loaded only if the module is there. */
  private static final class Present {
    private static final OptionRow<Integer> NAPI_ID =
        OptionRow.readOnly(
            ExtendedSocketOptions.SO_INCOMING_NAPI_ID,
            SocketSetting.INCOMING_QUEUE,
            NumberForm.readOnly(number -> (int) number));

    static final List<OptionRow<?>> TCP =
        List.of(
            NAPI_ID,
            OptionRow.of(
                ExtendedSocketOptions.TCP_KEEPIDLE,
                SocketSetting.KEEP_ALIVE_IDLE,
                NumberForm.of(1, LONGEST_KEEP_ALIVE)),
            OptionRow.of(
                ExtendedSocketOptions.TCP_KEEPINTERVAL,
                SocketSetting.KEEP_ALIVE_INTERVAL,
                NumberForm.of(1, LONGEST_KEEP_ALIVE)),
            OptionRow.of(
                ExtendedSocketOptions.TCP_KEEPCOUNT,
                SocketSetting.KEEP_ALIVE_COUNT,
                NumberForm.of(1, 127)),
            OptionRow.of(
                ExtendedSocketOptions.TCP_QUICKACK,
                SocketSetting.QUICK_ACK,
                NumberForm.ofSwitch()));

    static final List<OptionRow<?>> UDP =
        List.of(
            NAPI_ID,
            OptionRow.of(
                ExtendedSocketOptions.IP_DONTFRAGMENT,
                SocketSetting.MTU_DISCOVERY,
                NumberForm.ofSwitch(MtuDiscovery.ALWAYS.ordinal(), MtuDiscovery.OFF.ordinal())));
  }
}
