// SPDX-License-Identifier: Apache-2.0
package org.packetloom.management;

import java.util.List;
import org.packetloom.PacketloomStatistics;

/**
 * A toolkit as JMX shows it, under the name {@code
 * org.packetloom:type=Packetloom,engine=ENGINE,id=NUMBER}.
 *
 * <p>It is there from the toolkit's opening to its close, once the process has a platform MBean
 * server: a toolkit makes none, for that takes longer than all the rest of its opening. If somebody
 * else makes one later, such as a tool that attaches, the bean follows within a second. The system
 * property {@code packetloom.management} may say {@code off}, for none at all, or {@code on}, to
 * have the server made.
 */
public interface PacketloomMXBean {
  /**
   * The version of Packetloom.
   *
   * @return as in its Maven coordinates
   */
  String getVersion();

  /**
   * What the toolkit does and has done so far; takes a look at every open connector.
   *
   * @return numbers of about this moment
   */
  PacketloomStatistics getStatistics();

  /**
   * What each open connector over descriptors has moved so far: small, to be asked often.
   *
   * @return three numbers for each: {@link ConnectorFigures#number}, bytes read, bytes written
   */
  long[] traffic();

  /**
   * Some of the open connectors over descriptors.
   *
   * @param numbers which
   * @return those that are still open, in the order asked for
   */
  List<ConnectorFigures> connectors(long[] numbers);

  /**
   * The connectors in which a thread has waited longest.
   *
   * @param most how many
   * @return the longest first
   * @throws IllegalArgumentException if {@code most} is negative
   */
  List<ConnectorFigures> longestParked(int most);

  /**
   * All open connectors, for people.
   *
   * @return as {@link org.packetloom.Packetloom#dump}
   */
  String dump();
}
