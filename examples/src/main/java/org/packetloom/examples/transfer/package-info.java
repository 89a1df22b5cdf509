// SPDX-License-Identifier: Apache-2.0
/** Files sent over messages: whole and checked, however bad the link is. */
package org.packetloom.examples.transfer;
