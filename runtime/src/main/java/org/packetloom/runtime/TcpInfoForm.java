// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.packetloom.ConnectorUri;
import org.packetloom.TcpInfo;
import org.packetloom.TcpInfo.CongestionState;
import org.packetloom.TcpInfo.Negotiated;
import org.packetloom.TcpInfo.State;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;
import org.packetloom.platform.TcpFigure;

/** The figures of a TCP connection; read-only. */
record TcpInfoForm() implements OptionForm<TcpInfo> {
  @Override
  public Optional<String> objection(TcpInfo value) {
    return Optional.of("is read-only");
  }

  @Override
  public TcpInfo parse(ConnectorUri uri, String parameter) {
    throw new IllegalArgumentException("parameter " + parameter);
  }

  @Override
  public int get(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<TcpInfo> into) {
    long[] values = new long[TcpFigure.values().length];
    int result = sockets.tcpFigures(descriptor, values);
    if (result >= 0) {
      into.put(new Figures(values).toInfo());
    }
    return result;
  }

  @Override
  public int set(
      SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, TcpInfo value) {
    throw new IllegalArgumentException("read-only");
  }

  /** Numbers by {@link TcpFigure}. */
  private record Figures(long[] values) {
    private long number(TcpFigure figure) {
      return values[figure.ordinal()];
    }

    private int small(TcpFigure figure) {
      return Math.toIntExact(number(figure));
    }

    private Duration time(TcpFigure figure) {
      return Duration.of(number(figure), ChronoUnit.MICROS);
    }

    private Optional<Duration> timeIfTold(TcpFigure figure) {
      return number(figure) < 0 ? Optional.empty() : Optional.of(time(figure));
    }

    private State state() {
      long number = number(TcpFigure.STATE);
      return number < State.values().length ? State.values()[(int) number] : State.UNKNOWN;
    }

    private CongestionState congestionState() {
      long number = number(TcpFigure.CONGESTION_STATE);
      int unknown = CongestionState.UNKNOWN.ordinal();
      return CongestionState.values()[(int) Math.min(number, unknown)];
    }

    private Set<Negotiated> negotiated() {
      long bits = number(TcpFigure.OPTIONS);
      Set<Negotiated> all = EnumSet.noneOf(Negotiated.class);
      for (Negotiated each : Negotiated.values()) {
        if ((bits & 1L << each.ordinal()) != 0) {
          all.add(each);
        }
      }
      return all;
    }

    private TcpInfo toInfo() {
      return new TcpInfo(
          state(),
          congestionState(),
          small(TcpFigure.RETRANSMITS),
          small(TcpFigure.PROBES),
          small(TcpFigure.BACKOFF),
          negotiated(),
          time(TcpFigure.RETRANSMISSION_TIMEOUT),
          time(TcpFigure.ROUND_TRIP),
          time(TcpFigure.ROUND_TRIP_VARIATION),
          timeIfTold(TcpFigure.SHORTEST_ROUND_TRIP),
          time(TcpFigure.RECEIVER_ROUND_TRIP),
          time(TcpFigure.SINCE_SENT),
          time(TcpFigure.SINCE_RECEIVED),
          time(TcpFigure.SINCE_ACKNOWLEDGED),
          small(TcpFigure.SEND_SEGMENT_SIZE),
          small(TcpFigure.RECEIVE_SEGMENT_SIZE),
          small(TcpFigure.PATH_MTU),
          number(TcpFigure.UNACKNOWLEDGED),
          number(TcpFigure.SELECTIVELY_ACKNOWLEDGED),
          number(TcpFigure.LOST),
          number(TcpFigure.RETRANSMITTED),
          number(TcpFigure.TOTAL_RETRANSMITTED),
          number(TcpFigure.CONGESTION_WINDOW),
          number(TcpFigure.SLOW_START_THRESHOLD),
          number(TcpFigure.SEND_WINDOW),
          number(TcpFigure.RECEIVE_SPACE),
          number(TcpFigure.UNSENT_BYTES),
          number(TcpFigure.PACING_RATE),
          number(TcpFigure.DELIVERY_RATE),
          number(TcpFigure.BYTES_SENT),
          number(TcpFigure.BYTES_RETRANSMITTED),
          number(TcpFigure.BYTES_ACKNOWLEDGED),
          number(TcpFigure.BYTES_RECEIVED),
          number(TcpFigure.SEGMENTS_SENT),
          number(TcpFigure.SEGMENTS_RECEIVED),
          number(TcpFigure.OUT_OF_ORDER),
          timeIfTold(TcpFigure.BUSY_TIME),
          timeIfTold(TcpFigure.RECEIVE_WINDOW_LIMITED_TIME),
          timeIfTold(TcpFigure.SEND_BUFFER_LIMITED_TIME));
    }
  }
}
