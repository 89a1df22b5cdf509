// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.time.Duration;
import org.packetloom.message.ConnectionStats;

/** Collects what the parts of an endpoint have counted. */
final class EndpointStats {
  private EndpointStats() {}

  static ConnectionStats of(
      Endpoint endpoint, PacketReceiver receiver, PacketWriter writer, long now) {
    SentPackets sent = endpoint.sentPackets();
    RoundTrips trips = sent.roundTrips();
    long messagesSent = 0;
    long messagesReceived = 0;
    long messagesAcked = 0;
    long messagesLost = 0;
    long resent = 0;
    long redundant = 0;
    long dropped = 0;
    long queued = 0;
    for (Channel each : endpoint.channels().all) {
      messagesSent += each.sending.messagesSent;
      messagesAcked += each.sending.fates.ackedCount();
      messagesLost += each.sending.fates.lostCount();
      resent += each.sending.piecesResent;
      redundant += each.sending.piecesRedundant;
      queued += each.sending.queuedBytes();
      messagesReceived += each.receiving.messagesReceived;
      dropped += each.receiving.messagesDropped;
    }
    boolean isKnown = trips.isKnown();
    return new ConnectionStats(
        Duration.ofNanos(isKnown ? trips.smoothed() : 0),
        Duration.ofNanos(isKnown ? trips.least() : 0),
        Duration.ofNanos(isKnown ? trips.variation() : 0),
        sent.lossShare(),
        writer.traffic().packets(),
        receiver.traffic().packets(),
        sent.ackedCount(),
        sent.lostCount(),
        receiver.rejected(),
        writer.traffic().bytes(),
        receiver.traffic().bytes(),
        writer.traffic().perSecond(now),
        receiver.traffic().perSecond(now),
        endpoint.rate().paceRate(),
        messagesSent,
        messagesReceived,
        messagesAcked,
        messagesLost,
        resent,
        redundant,
        dropped,
        sent.inFlight(),
        queued,
        endpoint.peerClock().offset());
  }
}
