// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;

/** The options of socket channels. */
public interface SocketChannelOptions extends StreamChannelRow {
  /** An option that no channel has. */
  record UnknownOption() implements SocketOption<Integer> {
    @Override
    public String name() {
      return "UNKNOWN";
    }

    @Override
    public Class<Integer> type() {
      return Integer.class;
    }
  }

  @Test
  default void everyTransportHasBuffersAndLinger() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.supportedOptions())
          .contains(
              StandardSocketOptions.SO_SNDBUF,
              StandardSocketOptions.SO_RCVBUF,
              StandardSocketOptions.SO_LINGER);
    }
  }

  @Test
  default void internetChannelsHaveTheirOptions() throws Exception {
    assumeInternet();
    try (var channel = openSocket()) {
      assertThat(channel.supportedOptions())
          .contains(
              StandardSocketOptions.SO_KEEPALIVE,
              StandardSocketOptions.SO_REUSEADDR,
              StandardSocketOptions.TCP_NODELAY);
    }
  }

  @Test
  default void unixChannelsLackTheOptionsOfTheInternet() throws Exception {
    assumeUnix();
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> channel.getOption(StandardSocketOptions.SO_KEEPALIVE))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void everySupportedOptionCanBeAsked() throws Exception {
    try (var pair = pair()) {
      for (var option : pair.near().supportedOptions()) {
        assertThat(pair.near().getOption(option)).as(option.name()).isInstanceOf(option.type());
      }
    }
  }

  @Test
  default void setOptionGivesTheChannel() throws Exception {
    try (var channel = openSocket()) {
      assertThat(channel.setOption(StandardSocketOptions.SO_SNDBUF, 20_000)).isSameAs(channel);
    }
  }

  @Test
  default void buffersGrowBeforeConnecting() throws Exception {
    try (var channel = openSocket()) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, 40_000);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 40_000);
      assertThat(channel.getOption(StandardSocketOptions.SO_SNDBUF)).isGreaterThanOrEqualTo(40_000);
      assertThat(channel.getOption(StandardSocketOptions.SO_RCVBUF)).isGreaterThanOrEqualTo(40_000);
    }
  }

  @Test
  default void switchesCanBeSetAndCleared() throws Exception {
    assumeInternet();
    try (var pair = pair()) {
      for (var option :
          new SocketOption<?>[] {
            StandardSocketOptions.TCP_NODELAY,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_REUSEADDR
          }) {
        @SuppressWarnings("unchecked")
        var flag = (SocketOption<Boolean>) option;
        pair.near().setOption(flag, true);
        assertThat(pair.near().getOption(flag)).as(flag.name()).isTrue();
        pair.near().setOption(flag, false);
        assertThat(pair.near().getOption(flag)).as(flag.name()).isFalse();
      }
    }
  }

  @Test
  default void lingerIsOffAndCanBeSet() throws Exception {
    try (var pair = pair()) {
      assertThat(pair.near().getOption(StandardSocketOptions.SO_LINGER)).isNegative();
      pair.near().setOption(StandardSocketOptions.SO_LINGER, 3);
      assertThat(pair.near().getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(3);
      pair.near().setOption(StandardSocketOptions.SO_LINGER, -1);
      assertThat(pair.near().getOption(StandardSocketOptions.SO_LINGER)).isNegative();
    }
  }

  @Test
  default void unknownOptionsAreUnsupported() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.setOption(new UnknownOption(), 1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> channel.getOption(new UnknownOption()))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void optionsOfMulticastAreUnsupported() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  default void theNameOfAnOptionIsNeeded() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.setOption(null, 1)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.getOption(null)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void negativeBuffersAreRefused() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_SNDBUF, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_RCVBUF, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void noValueIsRefused() throws Exception {
    try (var channel = openSocket()) {
      assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_SNDBUF, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aValueOfAnotherTypeIsRefused() throws Exception {
    try (var channel = openSocket()) {
      @SuppressWarnings({"unchecked", "rawtypes"})
      var option = (SocketOption<Object>) (SocketOption) StandardSocketOptions.SO_SNDBUF;
      assertThatThrownBy(() -> channel.setOption(option, "many"))
          .isInstanceOfAny(IllegalArgumentException.class, ClassCastException.class);
    }
  }

  @Test
  default void anAcceptedChannelHasItsOwnOptions() throws Exception {
    try (var pair = pair()) {
      pair.far().setOption(StandardSocketOptions.SO_SNDBUF, 30_000);
      assertThat(pair.far().getOption(StandardSocketOptions.SO_SNDBUF))
          .isGreaterThanOrEqualTo(30_000);
    }
  }
}
