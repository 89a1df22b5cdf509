// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import org.junit.jupiter.api.Test;

/** Datagram channels as members of multicast groups, on the loopback interface. */
public interface DatagramChannelGroups extends DatagramChannelRow {
  private InetAddress group() throws IOException {
    return InetAddress.getByName(kind() == DatagramKind.UDP6 ? "ff11::4:5:6" : "239.4.5.6");
  }

  private InetAddress source() throws IOException {
    return InetAddress.getByName(kind() == DatagramKind.UDP6 ? "::1" : "127.0.0.1");
  }

  /** The interface of the loopback address; asks the JDK's channels whether groups work there. */
  private NetworkInterface loopback() throws IOException {
    NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
    assumeThat(found).as("interface of the loopback address").isNotNull();
    try (var probe =
        DatagramChannel.open(
            kind() == DatagramKind.UDP6
                ? java.net.StandardProtocolFamily.INET6
                : java.net.StandardProtocolFamily.INET)) {
      probe.join(group(), found);
    } catch (IOException noGroups) {
      assumeThat(noGroups).as("groups on loopback").isNull();
    }
    return found;
  }

  @Test
  default void aMemberHasAKey() throws Exception {
    try (var channel = openDatagrams()) {
      NetworkInterface where = loopback();
      MembershipKey key = channel.join(group(), where);
      assertThat(key.isValid()).isTrue();
      assertThat(key.channel()).isSameAs(channel);
      assertThat(key.group()).isEqualTo(group());
      assertThat(key.networkInterface()).isEqualTo(where);
      assertThat(key.sourceAddress()).isNull();
    }
  }

  @Test
  default void joiningAgainGivesTheSameKey() throws Exception {
    try (var channel = openDatagrams()) {
      MembershipKey key = channel.join(group(), loopback());
      assertThat(channel.join(group(), loopback())).isSameAs(key);
    }
  }

  @Test
  default void aDroppedKeyIsInvalidForGood() throws Exception {
    try (var channel = openDatagrams()) {
      MembershipKey key = channel.join(group(), loopback());
      key.drop();
      key.drop();
      assertThat(key.isValid()).isFalse();
      assertThat(key.channel()).isSameAs(channel);
      assertThat(key.group()).isEqualTo(group());
      MembershipKey second = channel.join(group(), loopback());
      assertThat(second).isNotSameAs(key);
      assertThat(second.isValid()).isTrue();
      assertThat(key.isValid()).isFalse();
    }
  }

  @Test
  default void closeInvalidatesTheKeys() throws Exception {
    var channel = openDatagrams();
    try {
      MembershipKey key = channel.join(group(), loopback());
      channel.close();
      assertThat(key.isValid()).isFalse();
      key.drop();
    } finally {
      channel.close();
    }
  }

  @Test
  default void aClosedChannelDoesNotJoin() throws Exception {
    NetworkInterface where = loopback();
    var channel = openDatagrams();
    channel.close();
    assertThatThrownBy(() -> channel.join(group(), where))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.join(group(), where, source()))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  default void onlyGroupsCanBeJoined() throws Exception {
    try (var channel = openDatagrams()) {
      NetworkInterface where = loopback();
      assertThatThrownBy(() -> channel.join(source(), where))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.join(group(), where, group()))
          .isInstanceOf(IllegalArgumentException.class);
      InetAddress other = InetAddress.getByName(kind() == DatagramKind.UDP6 ? "127.0.0.1" : "::1");
      assertThatThrownBy(() -> channel.join(group(), where, other))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void joinRefusesNull() throws Exception {
    try (var channel = openDatagrams()) {
      NetworkInterface where = loopback();
      assertThatThrownBy(() -> channel.join(null, where)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.join(group(), null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> channel.join(group(), where, null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  default void membershipOfOneSourceTellsIt() throws Exception {
    try (var channel = openDatagrams()) {
      MembershipKey key = channel.join(group(), loopback(), source());
      assertThat(key.sourceAddress()).isEqualTo(source());
      assertThat(channel.join(group(), loopback(), source())).isSameAs(key);
      assertThatThrownBy(() -> key.block(source())).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void membershipsOfAllAndOfOneSourceExclude() throws Exception {
    NetworkInterface where = loopback();
    try (var channel = openDatagrams()) {
      channel.join(group(), where);
      assertThatThrownBy(() -> channel.join(group(), where, source()))
          .isInstanceOf(IllegalStateException.class);
    }
    try (var channel = openDatagrams()) {
      channel.join(group(), where, source());
      assertThatThrownBy(() -> channel.join(group(), where))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void sourcesCanBeBlockedAndUnblocked() throws Exception {
    try (var channel = openDatagrams()) {
      MembershipKey key = channel.join(group(), loopback());
      assertThat(key.block(source())).isSameAs(key);
      assertThat(key.block(source())).isSameAs(key);
      assertThat(key.unblock(source())).isSameAs(key);
      assertThatThrownBy(() -> key.unblock(source())).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void onlySourcesCanBeBlocked() throws Exception {
    try (var channel = openDatagrams()) {
      MembershipKey key = channel.join(group(), loopback());
      assertThatThrownBy(() -> key.block(group())).isInstanceOf(IllegalArgumentException.class);
      InetAddress other = InetAddress.getByName(kind() == DatagramKind.UDP6 ? "127.0.0.1" : "::1");
      assertThatThrownBy(() -> key.block(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aKeyThatWasDroppedBlocksNothing() throws Exception {
    try (var channel = openDatagrams()) {
      MembershipKey key = channel.join(group(), loopback());
      key.drop();
      assertThatThrownBy(() -> key.block(source())).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> key.unblock(source())).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void theInterfaceOfAGroupIsAnOption() throws Exception {
    try (var channel = openDatagrams()) {
      NetworkInterface where = loopback();
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, where);
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(where);
    }
  }

  @Test
  default void aMemberReceivesWhatIsSentToItsGroup() throws Exception {
    assumeThat(kind()).isSameAs(DatagramKind.UDP4);
    NetworkInterface where = loopback();
    try (var member = openDatagrams().bind(new InetSocketAddress(0));
        var sender = openDatagrams().bind(new InetSocketAddress(kind().loopback(), 0))) {
      MembershipKey key = member.join(group(), where);
      sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, where);
      int port = ((InetSocketAddress) member.getLocalAddress()).getPort();
      var address = new InetSocketAddress(group(), port);
      send(sender, address, 1, 2);
      ByteBuffer target = ByteBuffer.allocate(10);
      assertThat(member.receive(target)).isEqualTo(sender.getLocalAddress());
      assertThat(bytesOf(target)).containsExactly(1, 2);
      key.drop();
      send(sender, address, 3);
      send(sender, new InetSocketAddress(kind().loopback(), port), 4);
      assertThat(receiveBytes(member)).containsExactly(4);
    }
  }
}
