// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

/** Tells the channels what became of the pieces that packets carried. */
final class PieceFates implements SentPackets.Fates {
  private final Channel[] channels;
  private final ReceivedPackets received;
  private final Runnable windowsLost;

  PieceFates(Channel[] channels, ReceivedPackets received, Runnable windowsLost) {
    this.channels = channels;
    this.received = received;
    this.windowsLost = windowsLost;
  }

  @Override
  public void pieceAcked(int channel, long sequence, long now) {
    channels[channel].sending.pieceAcked(sequence);
  }

  @Override
  public void pieceLost(int channel, long sequence, long packet) {
    channels[channel].sending.pieceLost(sequence, packet);
  }

  @Override
  public void pieceOverdue(int channel, long sequence) {
    channels[channel].sending.pieceOverdue(sequence);
  }

  @Override
  public void acksArrived(long toldUpTo) {
    received.toldUpTo(toldUpTo);
  }

  @Override
  public void windowsLost() {
    windowsLost.run();
  }
}
