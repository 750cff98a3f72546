// Heights of the list in rem, as conversation-item.css and list.css draw them.

export const rowHeight = 3.375;
export const headingHeight = 2.125;
