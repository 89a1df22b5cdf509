// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.packetloom.TcpInfo;
import org.packetloom.platform.ForwardingDescriptors;
import org.packetloom.platform.SocketSettings;
import org.packetloom.platform.TcpFigure;

/** What a system tells of a connection in numbers, and what it leaves out. */
class TcpInfoFormTest {
  /** A system that tells some figures, and of all others that it does not. */
  private static TcpInfo told(Map<TcpFigure, Long> some) {
    SocketSettings system =
        new ForwardingDescriptors(TestedPlatform.real().descriptors()) {
          @Override
          public int tcpFigures(int descriptor, Map<TcpFigure, Long> figures) {
            for (TcpFigure each : TcpFigure.values()) {
              figures.put(each, some.getOrDefault(each, -1L));
            }
            return 0;
          }
        };
    OptionForm.Box<TcpInfo> box = new OptionForm.Box<>();
    assertThat(new TcpInfoForm().get(system, 0, Optional.empty(), box)).isZero();
    return box.value();
  }

  @Test
  void whatIsNotToldIsUnknown() {
    TcpInfo info = told(Map.of());
    assertThat(info.state()).isEqualTo(TcpInfo.State.UNKNOWN);
    assertThat(info.congestionState()).isEqualTo(TcpInfo.CongestionState.UNKNOWN);
    assertThat(info.negotiated()).isEmpty();
    assertThat(info.busyTime()).isEmpty();
  }

  @Test
  void numbersBeyondTheKnownAreUnknown() {
    TcpInfo info =
        told(
            Map.of(
                TcpFigure.STATE, 13L, TcpFigure.CONGESTION_STATE, 5L, TcpFigure.OPTIONS, 1L << 6));
    assertThat(info.state()).isEqualTo(TcpInfo.State.UNKNOWN);
    assertThat(info.congestionState()).isEqualTo(TcpInfo.CongestionState.UNKNOWN);
    assertThat(info.negotiated()).isEmpty();
  }

  @Test
  void numbersStandForTheirNames() {
    TcpInfo info =
        told(Map.of(TcpFigure.STATE, 12L, TcpFigure.CONGESTION_STATE, 4L, TcpFigure.OPTIONS, 34L));
    assertThat(info.state()).isEqualTo(TcpInfo.State.NEW_SYN_RECEIVED);
    assertThat(info.congestionState()).isEqualTo(TcpInfo.CongestionState.LOSS);
    assertThat(info.negotiated())
        .containsExactlyInAnyOrder(
            TcpInfo.Negotiated.SELECTIVE_ACKNOWLEDGEMENTS, TcpInfo.Negotiated.EARLY_DATA);
  }
}
