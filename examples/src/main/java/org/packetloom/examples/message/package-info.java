// SPDX-License-Identifier: Apache-2.0
/** What examples of messages over datagrams have in common. */
package org.packetloom.examples.message;
